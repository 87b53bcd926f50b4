/**
 * A value that must never stand in the environment, the state, the logs or git: the declaration only knows its name, and
 * each stack binds the name to the platform's store.
 *
 * @example
 * secrets: { SESSION_KEY: Secret.named('session-key') }
 */
export class Secret {
  private constructor(
    /** The name that the stack binds to an entry of the platform's secret store. */
    public readonly name: string,
  ) {}

  /** Refers to a secret by the name that the stack binds. */
  public static named(name: string): Secret {
    return new Secret(name);
  }
}

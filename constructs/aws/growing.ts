/** A list that only grows, and tells whoever listens: verbs may come after the construct that wants to know of them. */
export class Growing<One> {
  private readonly all: One[] = [];
  private readonly listeners: ((one: One) => void)[] = [];

  /** Adds one and tells every listener. */
  public add(one: One): void {
    this.all.push(one);
    for (const listener of this.listeners) listener(one);
  }

  /** Calls a function for each one that there is, and for each that will be. */
  public forEach(listener: (one: One) => void): void {
    this.listeners.push(listener);
    for (const one of this.all) listener(one);
  }
}

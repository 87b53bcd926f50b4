const shown = '[secret]';
/** What is secret by its form, whoever made it. */
const forms: readonly (readonly [RegExp, string])[] = [
  [/\b(Basic|Bearer) [\w+/.~-]+=*/g, `$1 ${shown}`],
  [
    /\b([\w-]*(?:session|csrf|token|password)[\w-]*)(\\?["']?\s*[=:]\s*\\?["']?)[^\s;&"'\\]{8,}/gi,
    `$1$2${shown}`,
  ],
];

/** Takes secrets out of what is shown: those that it is told of, and what looks like one. */
export class Redaction {
  private readonly secrets = new Set<string>();

  /** A login is secret as a whole, by its password, and as the header that it becomes. */
  public addLogin(login: string): void {
    this.add(login);
    this.add(login.slice(login.indexOf(':') + 1));
    this.add(Buffer.from(login).toString('base64'));
  }

  /** One secret text. */
  public add(secret: string): void {
    // one of a few letters would black out half of every message
    if (secret.length >= 4) this.secrets.add(secret);
  }

  /** The text without its secrets. */
  public apply(text: string): string {
    const known = [...this.secrets].sort((a, b) => b.length - a.length);
    const without = known.reduce((left, secret) => left.replaceAll(secret, shown), text);
    return forms.reduce((left, [form, to]) => left.replaceAll(form, to), without);
  }
}

import { SyntaxFault } from "./syntax.ts";

/** A position in a script, with the few look-aheads that the parser needs. */
export class Scanner {
  readonly text: string;
  position = 0;

  constructor(text: string) {
    this.text = text;
  }

  get done(): boolean {
    return this.position >= this.text.length;
  }

  get next(): string {
    return this.text[this.position] ?? "";
  }

  startsWith(text: string): boolean {
    return this.text.startsWith(text, this.position);
  }

  /** Steps over the text if it is next. */
  take(text: string): boolean {
    if (!this.startsWith(text)) return false;
    this.position += text.length;
    return true;
  }

  /** Steps over what a sticky pattern matches here. */
  match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.position;
    const found = pattern.exec(this.text)?.[0];
    if (found === undefined) return undefined;
    this.position += found.length;
    return found;
  }

  expect(text: string): void {
    if (this.take(text)) return;
    if (this.done) throw new SyntaxFault(`syntax error: unexpected end of file (expecting "${text}")`, true);
    throw new SyntaxFault(`syntax error: unexpected "${this.next}" (expecting "${text}")`);
  }

  /** The rest up to a character, which is stepped over too. */
  until(end: string, what: string): string {
    const at = this.text.indexOf(end, this.position);
    if (at < 0) throw new SyntaxFault(`syntax error: unterminated ${what}`, true);
    const found = this.text.slice(this.position, at);
    this.position = at + end.length;
    return found;
  }
}

/** A directive of nginx' configuration language: a name, arguments, and a block for some. */
export interface Directive {
  readonly name: string;
  readonly args: readonly string[];
  readonly block?: readonly Directive[];
}

/** The configuration is no configuration; the message is nginx' own. */
export class ConfigurationFault extends Error {
  override readonly name = "ConfigurationFault";
}

/** Reads the language. Throws ConfigurationFault. */
export function parseConfiguration(text: string, file: string): readonly Directive[] {
  const reader = new Reader(tokenize(text), file);
  return reader.directives(true);
}

interface Token {
  readonly text: string;
  readonly quoted: boolean;
  readonly line: number;
}

function tokenize(text: string): readonly Token[] {
  const tokens: Token[] = [];
  let line = 1;
  const pattern = /#[^\n]*|\n|"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)'|[{};]|(?:\\.|\$\{[^}]*\}|[^\s{};"'#\\]|(?<=\S)#)+/g;
  for (const match of text.matchAll(pattern)) {
    const [whole, double, single] = match;
    if (whole === "\n") line++;
    else if (!whole.startsWith("#")) tokens.push({ text: double ?? single ?? whole, quoted: double !== undefined || single !== undefined, line });
  }
  return tokens;
}

class Reader {
  readonly #tokens: readonly Token[];
  readonly #file: string;
  #position = 0;

  constructor(tokens: readonly Token[], file: string) {
    this.#tokens = tokens;
    this.#file = file;
  }

  directives(top: boolean): readonly Directive[] {
    const list: Directive[] = [];
    for (;;) {
      const token = this.#tokens[this.#position];
      if (token === undefined) {
        if (!top) throw this.#fault("unexpected end of file, expecting \"}\"");
        return list;
      }
      if (!token.quoted && token.text === "}") {
        if (top) throw this.#fault('unexpected "}"');
        this.#position++;
        return list;
      }
      list.push(this.#directive());
    }
  }

  #directive(): Directive {
    const words: string[] = [];
    for (;;) {
      const token = this.#tokens[this.#position++];
      if (token === undefined) throw this.#fault('unexpected end of file, expecting ";" or "}"');
      if (token.quoted || !/^[{};]$/.test(token.text)) {
        words.push(token.text);
        continue;
      }
      const [name, ...args] = words;
      if (name === undefined || token.text === "}") throw this.#fault(`unexpected "${token.text}"`);
      return token.text === ";" ? { name, args } : { name, args, block: this.directives(false) };
    }
  }

  #fault(message: string): ConfigurationFault {
    const line = this.#tokens[Math.min(this.#position, this.#tokens.length - 1)]?.line ?? 1;
    return new ConfigurationFault(`${message} in ${this.#file}:${line}`);
  }
}

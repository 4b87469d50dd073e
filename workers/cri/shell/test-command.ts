import type { FileSystem } from "../file-system.ts";
import { absolutePath } from "../path.ts";
import { patternToRegExp } from "./pattern.ts";

export interface TestWorld {
  readonly files: FileSystem;
  readonly directory: string;
  readonly terminal: boolean;
  /** Is the variable set? */
  readonly isSet: (name: string) => boolean;
  /** [[ … ]] compares with patterns and regular expressions. */
  readonly extended: boolean;
  /** Groups of the last =~. */
  readonly matched?: (groups: readonly string[]) => void;
}

/** A test that makes no sense: status 2. */
export class TestFault extends Error {
  override readonly name = "TestFault";
}

const binaryOperators = new Set(["=", "==", "!=", "<", ">", "-eq", "-ne", "-lt", "-le", "-gt", "-ge", "-nt", "-ot", "-ef", "=~"]);

/** Evaluates the words of `test`, `[ … ]` or `[[ … ]]`. Throws TestFault. */
export function evaluateTest(words: readonly string[], world: TestWorld): boolean {
  if (words.length === 0) return false;
  return new TestExpression(words, world).run();
}

class TestExpression {
  readonly #words: readonly string[];
  readonly #world: TestWorld;
  #position = 0;

  constructor(words: readonly string[], world: TestWorld) {
    this.#words = words;
    this.#world = world;
  }

  run(): boolean {
    const value = this.#or();
    const extra = this.#words[this.#position];
    if (extra !== undefined) throw new TestFault(`${extra}: unknown operand`);
    return value;
  }

  #or(): boolean {
    let value = this.#and();
    while (this.#take("-o") || this.#take("||")) {
      const right = this.#and();
      value ||= right;
    }
    return value;
  }

  #and(): boolean {
    let value = this.#not();
    while (this.#take("-a") || this.#take("&&")) {
      const right = this.#not();
      value &&= right;
    }
    return value;
  }

  #not(): boolean {
    if (this.#words[this.#position] === "!" && this.#left() > 1) {
      this.#position++;
      return !this.#not();
    }
    return this.#primary();
  }

  #primary(): boolean {
    const [word, second] = this.#words.slice(this.#position);
    if (second !== undefined && binaryOperators.has(second) && this.#left() >= 3) return this.#binary();
    if (word === "(" && this.#left() >= 3) {
      this.#position++;
      const value = this.#or();
      if (!this.#take(")")) throw new TestFault("closing paren expected");
      return value;
    }
    if (word !== undefined && /^-[a-zA-Z]$/.test(word) && this.#left() >= 2) return this.#unary();
    if (word === undefined) throw new TestFault("argument expected");
    this.#position++;
    return word !== "";
  }

  #binary(): boolean {
    const [left = "", operator = "", right = ""] = this.#words.slice(this.#position);
    this.#position += 3;
    switch (operator) {
      case "=":
      case "==": return this.#equal(left, right);
      case "!=": return !this.#equal(left, right);
      case "<": return left < right;
      case ">": return left > right;
      case "=~": return this.#matches(left, right);
      case "-nt": return this.#age(left) > this.#age(right);
      case "-ot": return this.#age(left) < this.#age(right);
      case "-ef": return this.#path(left) === this.#path(right);
      default: return compare(operator, integer(left), integer(right));
    }
  }

  #equal(left: string, right: string): boolean {
    return this.#world.extended ? patternToRegExp(right).test(left) : left === right;
  }

  #matches(text: string, expression: string): boolean {
    let found: RegExpExecArray | null;
    try {
      found = new RegExp(expression).exec(text);
    } catch {
      throw new TestFault(`${expression}: invalid regular expression`);
    }
    if (found !== null) this.#world.matched?.([...found].map((group) => group ?? ""));
    return found !== null;
  }

  #unary(): boolean {
    const [operator = "", word = ""] = this.#words.slice(this.#position);
    this.#position += 2;
    const { files, terminal, isSet } = this.#world;
    const path = this.#path(word);
    const stat = () => (word !== "" && files.exists(path) ? files.stat(path) : undefined);
    switch (operator) {
      case "-z": return word === "";
      case "-n": return word !== "";
      case "-e":
      case "-a": return stat() !== undefined;
      case "-f": return stat()?.type === "file";
      case "-d": return stat()?.type === "directory";
      case "-s": return (stat()?.size ?? 0) > 0;
      case "-r":
      case "-w":
      case "-O":
      case "-G": return stat() !== undefined;
      case "-x": return stat() !== undefined && (stat()!.type === "directory" || (stat()!.mode & 0o111) !== 0);
      case "-L":
      case "-h":
      case "-p":
      case "-S":
      case "-b":
      case "-c":
      case "-u":
      case "-g":
      case "-k": return false;
      case "-t": return terminal && word === "0";
      case "-v": return isSet(word);
      default: throw new TestFault(`${operator}: unknown operand`);
    }
  }

  #age(word: string): number {
    const path = this.#path(word);
    return this.#world.files.exists(path) ? this.#world.files.stat(path).modifiedAt : -1;
  }

  #path(word: string): string {
    return absolutePath(word, this.#world.directory);
  }

  #left(): number {
    return this.#words.length - this.#position;
  }

  #take(word: string): boolean {
    if (this.#words[this.#position] !== word) return false;
    this.#position++;
    return true;
  }
}

function integer(text: string): number {
  if (!/^\s*[-+]?\d+\s*$/.test(text)) throw new TestFault(`${text}: bad number`);
  return Number(text);
}

function compare(operator: string, a: number, b: number): boolean {
  switch (operator) {
    case "-eq": return a === b;
    case "-ne": return a !== b;
    case "-lt": return a < b;
    case "-le": return a <= b;
    case "-gt": return a > b;
    case "-ge": return a >= b;
    default: throw new TestFault(`${operator}: unknown operand`);
  }
}

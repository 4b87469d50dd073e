/** Variables as arithmetic sees them. */
export interface ArithmeticScope {
  get(name: string): string;
  set(name: string, value: number): void;
}

export class ArithmeticFault extends Error {
  override readonly name = "ArithmeticFault";
}

const token = /\s*(\d+#[0-9a-zA-Z]+|0[xX][0-9a-fA-F]+|\d+|[A-Za-z_]\w*|\*\*=?|<<=?|>>=?|\+\+|--|&&|\|\||[-+*/%<>=!&^|]=|[-+*/%<>=!&^|~?:(),])/y;

const precedence: Readonly<Record<string, number>> = {
  "||": 1, "&&": 2, "|": 3, "^": 4, "&": 5, "==": 6, "!=": 6, "<": 7, ">": 7, "<=": 7, ">=": 7, "<<": 8, ">>": 8, "+": 9, "-": 9, "*": 10, "/": 10, "%": 10, "**": 11,
};

const assignments = new Set(["=", "+=", "-=", "*=", "/=", "%=", "<<=", ">>=", "&=", "^=", "|="]);

/** Deeper nesting of variables that name each other is taken for a loop. */
const deepest = 32;

/** The value of an arithmetic expression, in whole numbers. Throws ArithmeticFault. */
export function evaluateArithmetic(text: string, scope: ArithmeticScope, depth = 0): number {
  if (depth > deepest) throw new ArithmeticFault("expression recursion level exceeded");
  if (text.trim() === "") return 0;
  return new Evaluator(tokenize(text), scope, depth).run();
}

function tokenize(text: string): readonly string[] {
  const tokens: string[] = [];
  token.lastIndex = 0;
  while (token.lastIndex < text.trimEnd().length) {
    const at = token.lastIndex;
    const found = token.exec(text);
    if (found === null) throw new ArithmeticFault(`arithmetic syntax error near "${text.slice(at).trim()}"`);
    tokens.push(found[1]!);
  }
  return tokens;
}

class Evaluator {
  readonly #tokens: readonly string[];
  readonly #scope: ArithmeticScope;
  readonly #depth: number;
  #position = 0;

  constructor(tokens: readonly string[], scope: ArithmeticScope, depth: number) {
    this.#tokens = tokens;
    this.#scope = scope;
    this.#depth = depth;
  }

  run(): number {
    let value = this.#expression();
    while (this.#take(",")) value = this.#expression();
    if (this.#position < this.#tokens.length) throw new ArithmeticFault(`arithmetic syntax error near "${this.#peek()}"`);
    return value;
  }

  #expression(): number {
    const name = this.#peek();
    const operator = this.#tokens[this.#position + 1];
    if (isName(name) && operator !== undefined && assignments.has(operator)) return this.#assign(name, operator);
    const condition = this.#binary(1);
    if (!this.#take("?")) return condition;
    const yes = this.#expression();
    this.#expect(":");
    const no = this.#expression();
    return condition !== 0 ? yes : no;
  }

  #assign(name: string, operator: string): number {
    this.#position += 2;
    const right = this.#expression();
    const value = operator === "=" ? right : apply(operator.slice(0, -1), this.#variable(name), right);
    this.#scope.set(name, value);
    return value;
  }

  #binary(least: number): number {
    let left = this.#unary();
    for (;;) {
      const operator = this.#peek();
      const strength = operator === undefined ? undefined : precedence[operator];
      if (operator === undefined || strength === undefined || strength < least) return left;
      this.#position++;
      left = apply(operator, left, this.#binary(operator === "**" ? strength : strength + 1));
    }
  }

  #unary(): number {
    if (this.#take("-")) return -this.#unary();
    if (this.#take("+")) return this.#unary();
    if (this.#take("!")) return this.#unary() === 0 ? 1 : 0;
    if (this.#take("~")) return ~this.#unary();
    for (const [operator, step] of [["++", 1], ["--", -1]] as const) {
      if (!this.#take(operator)) continue;
      const name = this.#next();
      return this.#store(name, this.#variable(name) + step);
    }
    return this.#primary();
  }

  #primary(): number {
    if (this.#take("(")) {
      const value = this.#expression();
      this.#expect(")");
      return value;
    }
    const text = this.#next();
    if (!isName(text)) return parseNumber(text);
    const value = this.#variable(text);
    if (this.#take("++")) this.#store(text, value + 1);
    else if (this.#take("--")) this.#store(text, value - 1);
    return value;
  }

  #store(name: string, value: number): number {
    this.#scope.set(name, value);
    return value;
  }

  #variable(name: string): number {
    const text = this.#scope.get(name);
    return /^-?\d+$/.test(text) ? Number(text) : evaluateArithmetic(text, this.#scope, this.#depth + 1);
  }

  #peek(): string | undefined {
    return this.#tokens[this.#position];
  }

  #next(): string {
    const text = this.#tokens[this.#position++];
    if (text === undefined) throw new ArithmeticFault("arithmetic syntax error: operand expected");
    return text;
  }

  #take(text: string): boolean {
    if (this.#peek() !== text) return false;
    this.#position++;
    return true;
  }

  #expect(text: string): void {
    if (!this.#take(text)) throw new ArithmeticFault(`arithmetic syntax error: expected "${text}"`);
  }
}

function isName(text: string | undefined): text is string {
  return text !== undefined && /^[A-Za-z_]/.test(text);
}

function parseNumber(text: string): number {
  const based = /^(\d+)#(\w+)$/.exec(text);
  const value = based !== null ? parseInt(based[2]!, Number(based[1])) : /^0[xX]/.test(text) ? parseInt(text, 16) : /^0\d/.test(text) ? parseInt(text, 8) : Number(text);
  if (Number.isNaN(value)) throw new ArithmeticFault(`arithmetic syntax error near "${text}"`);
  return value;
}

function apply(operator: string, a: number, b: number): number {
  const truth = (value: boolean) => (value ? 1 : 0);
  switch (operator) {
    case "+": return a + b;
    case "-": return a - b;
    case "*": return a * b;
    case "**": return a ** b;
    case "/":
    case "%":
      if (b === 0) throw new ArithmeticFault("division by zero");
      return operator === "/" ? Math.trunc(a / b) : a % b;
    case "<<": return a << b;
    case ">>": return a >> b;
    case "&": return a & b;
    case "|": return a | b;
    case "^": return a ^ b;
    case "==": return truth(a === b);
    case "!=": return truth(a !== b);
    case "<": return truth(a < b);
    case ">": return truth(a > b);
    case "<=": return truth(a <= b);
    case ">=": return truth(a >= b);
    case "&&": return truth(a !== 0 && b !== 0);
    case "||": return truth(a !== 0 || b !== 0);
    default: throw new ArithmeticFault(`arithmetic syntax error near "${operator}"`);
  }
}

import { FormatError } from "../../../apimachinery/format-error.ts";
import { isJsonObject } from "../../../apimachinery/json-value.ts";
import { callFunction, isTrue, printed, type Value } from "./template-functions.ts";
import { type Command, type Field, mainTemplate, type Pipeline, type TemplateNode, type Templates, type Term } from "./template-node.ts";

/** A template may call itself, but not for ever. */
const deepestCall = 1000;

/** What leaves a range. */
type Jump = "break" | "continue" | undefined;

/** Fills in a template with data; throws a FormatError in Go's words. */
export function executeTemplate(templates: Templates, data: unknown, allowMissingKeys: boolean): string {
  const run = new Execution(templates, allowMissingKeys);
  run.call(mainTemplate, data, 0);
  return run.text;
}

/** Variables, the innermost last; a block forgets its own at its end. */
type Scope = Map<string, { value: Value }>;

class Execution {
  text = "";
  readonly #templates: Templates;
  readonly #allowMissingKeys: boolean;
  #depth = 0;

  constructor(templates: Templates, allowMissingKeys: boolean) {
    this.#templates = templates;
    this.#allowMissingKeys = allowMissingKeys;
  }

  call(name: string, data: Value, depth: number): void {
    const nodes = this.#templates.nodes.get(name);
    if (nodes === undefined) throw new FormatError(`template: ${mainTemplate}: template ${JSON.stringify(name)} not defined`);
    if (depth > deepestCall) throw new FormatError(`template: ${mainTemplate}: exceeded maximum template depth (${deepestCall})`);
    const before = this.#depth;
    this.#depth = depth;
    this.#walk(nodes, data, new Map([["$", { value: data }]]));
    this.#depth = before;
  }

  #walk(nodes: readonly TemplateNode[], dot: Value, outer: Scope): Jump {
    const scope: Scope = new Map(outer);
    for (const node of nodes) {
      const jump = this.#step(node, dot, scope);
      if (jump !== undefined) return jump;
    }
    return undefined;
  }

  #step(node: TemplateNode, dot: Value, scope: Scope): Jump {
    switch (node.type) {
      case "text":
        this.text += node.text;
        return undefined;
      case "action": {
        const value = this.#pipeline(node.pipeline, dot, scope);
        if (node.pipeline.variables.length === 0) this.text += printed(value);
        return undefined;
      }
      case "template":
        this.call(node.name, node.pipeline === undefined ? undefined : this.#pipeline(node.pipeline, dot, scope), this.#depth + 1);
        return undefined;
      case "break":
      case "continue":
        return node.type;
      case "range":
        return this.#range(node, dot, scope);
      case "if":
      case "with": {
        const inner: Scope = new Map(scope);
        const value = this.#pipeline(node.pipeline, dot, inner);
        return this.#walk(isTrue(value) ? node.body : node.otherwise, node.type === "with" && isTrue(value) ? value : dot, inner);
      }
    }
  }

  #range(node: Extract<TemplateNode, { readonly pipeline: Pipeline; readonly body: unknown }>, dot: Value, scope: Scope): Jump {
    const { pipeline, body, otherwise } = node;
    const entries = this.#entries(this.#pipeline({ ...pipeline, variables: [] }, dot, scope), pipeline);
    if (entries.length === 0) return this.#walk(otherwise, dot, scope);
    for (const [key, value] of entries) {
      const inner: Scope = new Map(scope);
      const [first, second] = pipeline.variables;
      if (first !== undefined) inner.set(first, { value: second === undefined ? value : key });
      if (second !== undefined) inner.set(second, { value });
      const jump = this.#walk(body, value, inner);
      if (jump === "break") break;
    }
    return undefined;
  }

  #entries(value: Value, { commands }: Pipeline): readonly (readonly [Value, Value])[] {
    if (value === undefined || value === null) return [];
    if (Array.isArray(value)) return value.map((item: unknown, index) => [index, item] as const);
    if (typeof value === "number" && Number.isInteger(value)) return Array.from({ length: Math.max(0, value) }, (_, index) => [index, index] as const);
    if (isJsonObject(value)) return Object.keys(value).sort().map((key) => [key, value[key]] as const);
    throw this.#failure(firstTerm(commands), `range can't iterate over ${printed(value)}`);
  }

  #pipeline(pipeline: Pipeline, dot: Value, scope: Scope): Value {
    let value: Value;
    for (const [index, command] of pipeline.commands.entries()) value = this.#command(command, { dot, scope, piped: index === 0 ? [] : [value] });
    for (const name of pipeline.variables) this.#assign(name, value, { scope, pipeline });
    return value;
  }

  #assign(name: string, value: Value, { scope, pipeline }: { readonly scope: Scope; readonly pipeline: Pipeline }): void {
    const known = scope.get(name);
    if (!pipeline.assigns) scope.set(name, { value });
    else if (known === undefined) throw this.#failure(firstTerm(pipeline.commands), `undefined variable: ${name}`);
    else known.value = value;
  }

  #command({ terms, text }: Command, place: Place): Value {
    const [first, ...rest] = terms as readonly [Term, ...Term[]];
    if (first.operand.type === "function") return this.#function({ ...first, text }, rest, place);
    if (rest.length > 0 || place.piped.length > 0) throw this.#failure(first, `can't give argument to non-function ${first.text}`);
    if (first.operand.type === "literal" && first.operand.value === null) throw this.#failure(first, "nil is not a command");
    return this.#term(first, place);
  }

  #function(term: Term, terms: readonly Term[], place: Place): Value {
    const { name } = term.operand as { readonly name: string };
    const own = (name === "and" || name === "or") && place.piped.length === 0 ? this.#shortCircuit(name, terms, place) : terms.map((each) => this.#term(each, place));
    try {
      return this.#fields(callFunction(name, [...own, ...place.piped]), term);
    } catch (error) {
      if (error instanceof FormatError && !error.message.startsWith("template: ")) throw this.#failure(term, `error calling ${name}: ${error.message}`);
      throw error;
    }
  }

  /** `and` and `or` look no further than they must. */
  #shortCircuit(name: "and" | "or", terms: readonly Term[], place: Place): readonly Value[] {
    const values: Value[] = [];
    for (const term of terms) {
      const value = this.#term(term, place);
      values.push(value);
      if (isTrue(value) === (name === "or")) break;
    }
    return values;
  }

  #term(term: Term, place: Place): Value {
    const { operand } = term;
    switch (operand.type) {
      case "dot":
        return this.#fields(place.dot, term);
      case "literal":
        return operand.value;
      case "variable": {
        const known = place.scope.get(operand.name);
        if (known === undefined) throw this.#failure(term, `undefined variable ${JSON.stringify(operand.name)}`);
        return this.#fields(known.value, term);
      }
      case "function":
        return this.#function(term, [], { ...place, piped: [] });
      case "pipeline":
        return this.#fields(this.#pipeline(operand.pipeline, place.dot, place.scope), term);
    }
  }

  #fields(value: Value, term: Term): Value {
    return term.fields.reduce<Value>((found, field) => this.#field(found, field, term), value);
  }

  #field(found: Value, { name, at }: Field, term: Term): Value {
    const missing = (message: string) => {
      if (this.#allowMissingKeys) return undefined;
      throw this.#failure({ ...term, at }, `${message} ${JSON.stringify(name)}`);
    };
    if (found === undefined || found === null) return missing("nil data; no entry for key");
    if (!isJsonObject(found)) throw this.#failure({ ...term, at }, `can't evaluate field ${name} in type interface {}`);
    return Object.hasOwn(found, name) ? found[name] : missing("map has no entry for key");
  }

  #failure({ at, text }: Pick<Term, "at" | "text">, message: string): FormatError {
    const before = this.#templates.source.slice(0, at);
    const place = `${before.split("\n").length}:${at - before.lastIndexOf("\n") - 1}`;
    return new FormatError(`template: ${mainTemplate}:${place}: executing ${JSON.stringify(mainTemplate)} at <${text}>: ${message}`);
  }
}

const firstTerm = (commands: readonly Command[]) => commands[0]?.terms[0] ?? { at: 0, text: "" };

interface Place {
  readonly dot: Value;
  readonly scope: Scope;
  /** What the command before it gave. */
  readonly piped: readonly Value[];
}

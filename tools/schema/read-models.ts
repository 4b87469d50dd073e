import { readFileSync, readdirSync } from "node:fs";
import { join, sep } from "node:path";
import ts from "typescript";
import { apiDefinitionName, machineryDefinitionName } from "./definition-name.ts";
import { docText } from "./doc-text.ts";

/** A type as the declaration files of kubernetes-models state it. */
export interface Model {
  readonly name: string;
  readonly description: string;
  readonly type: ModelType;
}

export type ModelType =
  | { readonly is: "object"; readonly fields: readonly ModelField[] }
  | { readonly is: "array"; readonly items: ModelType }
  | { readonly is: "map"; readonly values: ModelType }
  | { readonly is: "reference"; readonly to: string }
  | { readonly is: "enumeration"; readonly values: readonly string[] }
  | { readonly is: "boolean" | "number" | "string" | "number-or-string" };

export interface ModelField {
  readonly name: string;
  readonly description: string;
  readonly optional: boolean;
  readonly type: ModelType;
}

interface SourceModel {
  readonly name: string;
  readonly file: ts.SourceFile;
  readonly declaration: ts.InterfaceDeclaration | ts.TypeAliasDeclaration;
  readonly alias: string;
}

/** Fields whose type the package spells out in place, where Kubernetes refers to a definition. */
const spelledOut: Readonly<Record<string, ModelType>> = {
  "io.k8s.api.apps.v1.StatefulSetSpec.volumeClaimTemplates": { is: "array", items: { is: "reference", to: "io.k8s.api.core.v1.PersistentVolumeClaim" } },
};

/** Resolves the name of a TypeScript type, as written in one file, to the name of its definition. */
type Resolve = (typeName: string) => string;

/** Reads every model below the two package folders, for the group versions that are wanted. */
export function readModels(folders: { readonly models: string; readonly machinery: string }, wants: (groupVersion: string) => boolean): readonly Model[] {
  const sources = [...apiFiles(folders.models, wants), ...machineryFiles(folders.machinery)].map(({ path, name }) => parseModel(readFileSync(path, "utf8"), name));
  const byAlias = new Map(sources.map((source) => [source.alias, source.name]));
  return sources.map((source) => toModel(source, byAlias));
}

interface ModelFile {
  readonly path: string;
  readonly name: string;
}

function* apiFiles(root: string, wants: (groupVersion: string) => boolean): Generator<ModelFile> {
  for (const path of declarationFiles(root)) {
    const [folder = "", ...rest] = path.split(sep);
    const [group, version, file] = rest.length === 1 ? ["core", folder, rest[0]] : [folder.split(".")[0] ?? "", rest[0] ?? "", rest[1]];
    if (folder === "_schemas" || file === undefined || !wants(`${group}/${version}`)) continue;
    yield { path: join(root, path), name: apiDefinitionName(group, version, file.slice(0, -".d.ts".length)) };
  }
}

function* machineryFiles(root: string): Generator<ModelFile> {
  for (const path of declarationFiles(root)) {
    if (path.startsWith("_schemas")) continue;
    yield { path: join(root, path), name: machineryDefinitionName(path.slice(0, -".d.ts".length).split(sep).join("/")) };
  }
}

function declarationFiles(root: string): readonly string[] {
  return readdirSync(root, { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".d.ts") && !path.endsWith("index.d.ts"))
    .toSorted();
}

/** Each file states one interface or type alias `IFoo`, a class, and the long names under which others import them. */
export function parseModel(text: string, name: string): SourceModel {
  const file = ts.createSourceFile(`${name}.d.ts`, text, ts.ScriptTarget.Latest, false);
  const declaration = file.statements.find((statement) => ts.isInterfaceDeclaration(statement) || ts.isTypeAliasDeclaration(statement));
  const alias = file.statements.flatMap(exportedAliases).find((candidate) => candidate.startsWith("IIoK8s"));
  if (declaration === undefined || alias === undefined) throw new Error(`${name}: no model found in its declaration file`);
  return { name, file, declaration, alias };
}

function exportedAliases(statement: ts.Statement): readonly string[] {
  if (!ts.isExportDeclaration(statement) || statement.exportClause === undefined || !ts.isNamedExports(statement.exportClause)) return [];
  return statement.exportClause.elements.map((element) => element.name.text);
}

/** Turns a parsed file into a model; references are resolved through the long names of all files. */
export function toModel({ name, file, declaration, alias }: SourceModel, byAlias: ReadonlyMap<string, string>): Model {
  const resolve = (typeName: string) => {
    const target = typeName === declaration.name.text ? name : byAlias.get(typeName);
    if (target === undefined) throw new Error(`${name} (${alias}) refers to an unknown type ${typeName}`);
    return target;
  };
  const type: ModelType = ts.isInterfaceDeclaration(declaration)
    ? { is: "object", fields: declaration.members.filter(ts.isPropertySignature).map((member) => toField(member, { name, file, resolve })) }
    : toType(declaration.type, resolve);
  return { name, description: docText(file.text, declaration.getFullStart()), type };
}

interface FieldOwner {
  readonly name: string;
  readonly file: ts.SourceFile;
  readonly resolve: Resolve;
}

function toField(member: ts.PropertySignature, { name, file, resolve }: FieldOwner): ModelField {
  if (member.type === undefined || !ts.isStringLiteral(member.name)) throw new Error(`${name}: a field without a type or a quoted name`);
  return {
    name: member.name.text,
    description: docText(file.text, member.getFullStart()),
    optional: member.questionToken !== undefined,
    type: spelledOut[`${name}.${member.name.text}`] ?? toType(member.type, resolve),
  };
}

function toType(node: ts.TypeNode, resolve: Resolve): ModelType {
  if (node.kind === ts.SyntaxKind.StringKeyword) return { is: "string" };
  if (node.kind === ts.SyntaxKind.NumberKeyword) return { is: "number" };
  if (node.kind === ts.SyntaxKind.BooleanKeyword) return { is: "boolean" };
  if (ts.isUnionTypeNode(node)) return toUnion(node.types);
  if (ts.isLiteralTypeNode(node)) return toUnion([node]);
  if (ts.isTypeLiteralNode(node)) return toMap(node, resolve);
  if (ts.isTypeReferenceNode(node) && ts.isIdentifier(node.typeName)) return toReference(node.typeName.text, node.typeArguments ?? [], resolve);
  throw new Error(`a type of syntax kind ${ts.SyntaxKind[node.kind]} is not expected in a model`);
}

function toUnion(types: readonly ts.TypeNode[]): ModelType {
  const literals = types.flatMap((type) => (ts.isLiteralTypeNode(type) && ts.isStringLiteral(type.literal) ? [type.literal.text] : []));
  if (literals.length === types.length) return { is: "enumeration", values: literals };
  const kinds = new Set(types.map((type) => type.kind));
  if (kinds.size === 2 && kinds.has(ts.SyntaxKind.StringKeyword) && kinds.has(ts.SyntaxKind.NumberKeyword)) return { is: "number-or-string" };
  throw new Error("a union is neither of string literals nor of number and string");
}

function toMap(node: ts.TypeLiteralNode, resolve: Resolve): ModelType {
  const [member] = node.members;
  if (node.members.length !== 1 || member === undefined || !ts.isIndexSignatureDeclaration(member)) throw new Error("a nested type is not a map");
  return { is: "map", values: toType(member.type, resolve) };
}

function toReference(name: string, [argument]: readonly ts.TypeNode[], resolve: Resolve): ModelType {
  if (name === "Array" && argument !== undefined) return { is: "array", items: toType(argument, resolve) };
  return { is: "reference", to: resolve(name) };
}

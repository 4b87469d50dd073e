import { describe, expect, test } from "vitest";
import { parseAllDocuments } from "yaml";
import { examples } from "./examples.ts";

interface Manifest {
  readonly apiVersion?: string;
  readonly kind?: string;
  readonly metadata?: { readonly name?: string };
  readonly spec?: { readonly selector?: { readonly matchLabels?: object }; readonly template?: { readonly metadata?: { readonly labels?: object } } };
}

const files = examples.flatMap((example) => example.files);

describe("examples", () => {
  test("have names of their own, as files and as titles", () => {
    for (const names of [files.map(({ name }) => name), examples.map(({ title }) => title)]) expect(new Set(names).size).toBe(names.length);
  });

  test.each(files.map(({ name, text }) => [name, text]))("%s is sound YAML, and every object has version, kind and name", (_name, text) => {
    const documents = parseAllDocuments(text ?? "");
    for (const document of documents) {
      expect(document.errors).toEqual([]);
      const manifest = document.toJS() as Manifest;
      expect(manifest).toMatchObject({ apiVersion: expect.any(String), kind: expect.any(String), metadata: { name: expect.stringMatching(/^[a-z0-9-]+$/) } });
    }
  });

  test.each(files.map(({ name, text }) => [name, text]))("%s selects the pods that its Deployments make", (_name, text) => {
    for (const document of parseAllDocuments(text ?? "")) {
      const { kind, spec } = document.toJS() as Manifest;
      if (kind === "Deployment") expect(spec?.template?.metadata?.labels).toMatchObject(spec?.selector?.matchLabels ?? { missing: true });
    }
  });
});

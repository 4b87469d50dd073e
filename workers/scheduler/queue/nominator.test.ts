import { describe, expect, test } from "vitest";
import { info } from "../../testing/scheduling-objects.ts";
import { Nominator } from "./nominator.ts";

const on = (nominator: Nominator, node: string) => nominator.on(node).map(({ name }) => name);

describe("nominations", () => {
  test("are told by the pod's status", () => {
    const nominator = new Nominator();
    nominator.add(info({ name: "a", nominated: "n" }));
    nominator.add(info({ name: "b" }));
    expect(on(nominator, "n")).toEqual(["a"]);
  });

  test("may be known before the status shows them", () => {
    const nominator = new Nominator();
    nominator.add(info({ name: "a" }), "n");
    expect(on(nominator, "n")).toEqual(["a"]);
  });

  test("replace each other", () => {
    const nominator = new Nominator();
    nominator.add(info({ name: "a" }), "n");
    nominator.add(info({ name: "a" }), "m");
    expect([on(nominator, "n"), on(nominator, "m")]).toEqual([[], ["a"]]);
  });

  test("can be taken away", () => {
    const nominator = new Nominator();
    nominator.add(info({ name: "a", nominated: "n" }), "");
    expect(on(nominator, "n")).toEqual([]);
    nominator.delete("unknown");
  });
});

describe("when the pod changes", () => {
  test.each([
    ["the status does not show it yet", {}, {}, ["a"]],
    ["the status comes to show it", {}, { nominated: "n" }, ["a"]],
    ["the status shows it no more", { nominated: "n" }, {}, []],
    ["the status shows another node", { nominated: "n" }, { nominated: "m" }, []],
  ])("%s", (_, before, after, expected) => {
    const nominator = new Nominator();
    nominator.add(info({ name: "a" }), "n");
    nominator.update(info({ name: "a", ...before }), info({ name: "a", ...after }));
    expect(on(nominator, "n")).toEqual(expected);
  });
});

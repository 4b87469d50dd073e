import type { Speed } from "../../../workers/protocol/delta.ts";
import type { Lens } from "../../cluster/view-slice.ts";
import type { Theme } from "../theme/theme.ts";

/** How an author wants their embed. */
export interface EmbedOptions {
  readonly view: "split" | "editor" | "graph" | "terminal";
  readonly lens: Lens;
  /** When the cluster starts: at once, when it is first seen, or when somebody asks for it. */
  readonly loading: "eager" | "lazy" | "click";
  readonly start: "playing" | "paused";
  readonly speed: Speed;
  readonly nodes: number;
  readonly seed: string;
  readonly traffic: number;
  readonly theme: Theme;
  readonly readonly: boolean;
  readonly title: string;
  /** Resource and name of what is selected at first: "pod/web-0". */
  readonly focus: string | undefined;
}

export const defaultOptions: EmbedOptions = {
  view: "split",
  lens: "nodes",
  loading: "lazy",
  start: "playing",
  speed: 1,
  nodes: 3,
  seed: "embed",
  traffic: 0,
  theme: "auto",
  readonly: false,
  title: "Kubernetes cluster",
  focus: undefined,
};

type Reader<T> = (text: string) => T | undefined;

const oneOf =
  <T extends string>(...choices: readonly T[]): Reader<T> =>
  (text) =>
    choices.find((choice) => choice === text);
const numberIn =
  (least: number, most: number): Reader<number> =>
  (text) => {
    const value = Number(text);
    return text.trim() !== "" && Number.isFinite(value) && value >= least && value <= most ? value : undefined;
  };
const whole: (least: number, most: number) => Reader<number> = (least, most) => (text) => {
  const value = numberIn(least, most)(text);
  return value !== undefined && Number.isInteger(value) ? value : undefined;
};
const flag: Reader<boolean> = (text) => (["", "1", "true"].includes(text) ? true : ["0", "false"].includes(text) ? false : undefined);
const words: Reader<string> = (text) => (text === "" ? undefined : text);

const readers: { readonly [Name in keyof EmbedOptions]: Reader<NonNullable<EmbedOptions[Name]>> } = {
  view: oneOf("split", "editor", "graph", "terminal"),
  lens: oneOf("nodes", "owners"),
  loading: oneOf("eager", "lazy", "click"),
  start: oneOf("playing", "paused"),
  speed: (text) => (text === "max" ? "max" : numberIn(0.1, 1000)(text)),
  nodes: whole(1, 50),
  seed: words,
  traffic: numberIn(0, 100),
  theme: oneOf("auto", "light", "dark"),
  readonly: flag,
  title: words,
  focus: (text) => (/^[a-z.]+\/[a-z0-9.-]+$/.test(text) ? text : undefined),
};

/** Reads the address's parameters. What cannot be used is left out, and each such case gives a line to warn with. */
export function readEmbedOptions(search: string): { readonly options: EmbedOptions; readonly warnings: readonly string[] } {
  const options: Record<string, unknown> = { ...defaultOptions };
  const warnings: string[] = [];
  for (const [name, text] of new URLSearchParams(search)) {
    if (!Object.hasOwn(readers, name)) {
      warnings.push(`Kubarium does not know the parameter "${name}"; known are ${Object.keys(readers).join(", ")}.`);
      continue;
    }
    const value = readers[name as keyof EmbedOptions](text);
    if (value === undefined) warnings.push(`Kubarium cannot use ${name}=${JSON.stringify(text)}; it goes on with ${JSON.stringify(options[name])}.`);
    else options[name] = value;
  }
  return { options: options as unknown as EmbedOptions, warnings };
}

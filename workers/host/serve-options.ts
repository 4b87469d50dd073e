import { parseArgs } from "node:util";
import type { Pace } from "../sim/pacer.ts";

export interface ServeOptions {
  readonly port: number;
  readonly nodes: number;
  readonly seed: string;
  readonly speed: Pace;
}

export const usage = `Usage: npm run serve -- [options]

Starts the cluster headless and serves its API on 127.0.0.1.

  --port N     port to listen on; 0 picks a free one (default 8001)
  --nodes N    worker nodes beside the control plane (default 3)
  --seed TEXT  seed of everything random (default "kubarium")
  --speed X    virtual seconds per real second, or "max" (default 1)
`;

/** Reads the command line; throws with a message for people when it makes no sense. */
export function parseServeOptions(args: readonly string[]): ServeOptions {
  const { values } = parseArgs({
    args: [...args],
    options: { port: { type: "string" }, nodes: { type: "string" }, seed: { type: "string" }, speed: { type: "string" } },
  });
  return {
    port: whole("port", values.port ?? "8001", 0, 65_535),
    nodes: whole("nodes", values.nodes ?? "3", 0, 5_000),
    seed: values.seed ?? "kubarium",
    speed: values.speed === "max" ? "max" : positive("speed", values.speed ?? "1"),
  };
}

function whole(name: string, text: string, least: number, most: number): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < least || value > most) throw new Error(`--${name} must be a whole number from ${least} to ${most}, not "${text}"`);
  return value;
}

function positive(name: string, text: string): number {
  const value = Number(text);
  if (!(value > 0 && value <= 1_000_000)) throw new Error(`--${name} must be a positive number or "max", not "${text}"`);
  return value;
}

import { beforeEach, expect, test } from "vitest";
import { Lifetime } from "../sim/lifetime.ts";
import { Simulation } from "../sim/simulation.ts";
import { turn } from "../testing/node/turn.ts";
import { startWorkers } from "./queue-workers.ts";
import { WorkQueue } from "./work-queue.ts";

let simulation: Simulation;
let queue: WorkQueue;
beforeEach(() => {
  simulation = new Simulation({ start: 0, turn });
  queue = new WorkQueue(simulation);
});

const takeAll = () => {
  const keys: string[] = [];
  for (let item = queue.take(); item !== undefined; item = queue.take()) {
    keys.push(item.key);
    queue.done(item.key);
  }
  return keys;
};

test("keys come out in their order, each once", () => {
  for (const key of ["b", "a", "b", "c", "a"]) queue.add(key);
  expect(queue.length).toBe(3);
  expect(takeAll()).toEqual(["b", "a", "c"]);
  expect(queue.take()).toBeUndefined();
});

test("a key that is being worked on waits until that is done", () => {
  queue.add("a", 1);
  expect(queue.take()).toEqual({ key: "a", revision: 1 });
  queue.add("a", 5);
  queue.add("a", 3);
  expect(queue.take()).toBeUndefined();
  queue.done("a");
  expect(queue.take()).toEqual({ key: "a", revision: 5 });
  queue.done("a");
  expect(queue.take()).toBeUndefined();
});

test("the newest change is the cause of the work", () => {
  queue.add("a", 7);
  queue.add("a");
  queue.add("a", 4);
  expect(queue.take()).toEqual({ key: "a", revision: 7 });
});

test("of several delays the shortest counts, and it counts once", async () => {
  queue.addAfter("a", 500, 1);
  queue.addAfter("a", 200, 2);
  queue.addAfter("a", 900, 3);
  await simulation.runFor(199);
  expect(queue.take()).toBeUndefined();
  await simulation.runFor(1);
  expect(queue.take()).toEqual({ key: "a", revision: 2 });
  queue.done("a");
  await simulation.runFor(5000);
  expect(queue.take()).toBeUndefined();
});

test("work on a key makes a later look at it needless", async () => {
  queue.addAfter("a", 600_000);
  queue.add("a");
  expect(takeAll()).toEqual(["a"]);
  expect(simulation.settled).toBe(true);
  await simulation.runFor(700_000);
  expect(queue.length).toBe(0);
});

test("failures come back later and later until they are forgotten", async () => {
  const delays: number[] = [];
  for (let failures = 0; failures < 6; failures++) {
    const before = simulation.now();
    queue.addRateLimited("a");
    while (queue.take() === undefined) await simulation.runFor(1);
    queue.done("a");
    delays.push(simulation.now() - before);
  }
  expect(delays).toEqual([5, 10, 20, 40, 80, 160]);
  expect(queue.failures("a")).toBe(6);
  queue.forget("a");
  expect(queue.failures("a")).toBe(0);
});

test("retries beyond a minute are the pulse of something that fails for good", async () => {
  queue = new WorkQueue(simulation, { initial: 50_000, most: 1_000_000 });
  queue.addRateLimited("a");
  expect(simulation.settled).toBe(false);
  await simulation.runFor(50_000);
  takeAll();
  queue.addRateLimited("a");
  expect(simulation.settled).toBe(true);
  await simulation.runFor(100_000);
  expect(takeAll()).toEqual(["a"]);
});

test("many failing keys share an overall limit", async () => {
  for (let index = 0; index < 120; index++) queue.addRateLimited(`key-${index}`);
  await simulation.runFor(5);
  expect(takeAll()).toHaveLength(100);
  await simulation.runFor(995);
  expect(takeAll().length).toBeGreaterThanOrEqual(9);
  await simulation.runFor(2000);
  expect(queue.length + takeAll().length).toBeGreaterThan(0);
});

function runWorkers(workers: number, work: (key: string) => Promise<void>) {
  const lifetime = new Lifetime();
  startWorkers({ queue, clock: simulation, lifetime, workers, work: ({ key }) => work(key) });
  return lifetime;
}

test("no more keys are worked on at once than there are workers", async () => {
  let active = 0;
  let most = 0;
  const done: string[] = [];
  runWorkers(3, async (key) => {
    most = Math.max(most, ++active);
    await simulation.sleep(100);
    active--;
    done.push(key);
  });
  for (let index = 0; index < 10; index++) queue.add(`key-${index}`);
  await simulation.settle();
  await simulation.runFor(1000);
  expect(most).toBe(3);
  expect(done).toHaveLength(10);
});

test("changes of one moment are one piece of work", async () => {
  const worked: string[] = [];
  runWorkers(1, async (key) => void worked.push(key));
  queue.add("a");
  queue.add("a");
  await simulation.settle();
  expect(worked).toEqual(["a"]);
  queue.add("a");
  await simulation.settle();
  expect(worked).toEqual(["a", "a"]);
});

test("keys that were added before the workers started are not lost", async () => {
  const worked: string[] = [];
  queue.add("early");
  runWorkers(1, async (key) => void worked.push(key));
  await simulation.settle();
  expect(worked).toEqual(["early"]);
});

test("after the end of the process nothing is worked on any more", async () => {
  const worked: string[] = [];
  const lifetime = runWorkers(1, async (key) => void worked.push(key));
  queue.add("a");
  await simulation.settle();
  lifetime.end();
  queue.add("b");
  await simulation.runFor(1000);
  expect(worked).toEqual(["a"]);
});

test("work that breaks stops the simulation", async () => {
  runWorkers(1, () => Promise.reject(new Error("broken")));
  queue.add("a");
  await expect(simulation.settle()).rejects.toThrow("broken");
});

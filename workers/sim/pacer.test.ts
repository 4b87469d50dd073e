import { describe, expect, test } from "vitest";
import { turn } from "../testing/node/turn.ts";
import { every } from "./clock.ts";
import { Pacer, type WallClock } from "./pacer.ts";
import { Simulation } from "./simulation.ts";

/** A wall clock that moves only as the pacer sleeps, so tests of pacing take no real time. */
class FakeWall implements WallClock {
  time = 0;
  #wake: (() => void) | undefined;

  now(): number {
    return this.time;
  }

  sleep(milliseconds: number): Promise<void> {
    if (milliseconds === Infinity) return new Promise((resolve) => (this.#wake = resolve));
    this.time += Math.max(1, milliseconds);
    return turn();
  }

  wake(): void {
    this.#wake?.();
    this.#wake = undefined;
  }
}

function setUp(onBetween: (wall: FakeWall, pacer: Pacer) => void = () => {}) {
  const simulation = new Simulation({ start: 0, turn });
  const wall = new FakeWall();
  const failures: unknown[] = [];
  const pacer: Pacer = new Pacer({ simulation, wall, between: () => {
      onBetween(wall, pacer);
      return false;
    }, failed: (error) => failures.push(error) });
  return { simulation, wall, pacer, failures };
}

const closeAfter = (real: number) => (wall: FakeWall, pacer: Pacer) => {
  if (wall.time >= real) pacer.close();
};

describe("pacing", () => {
  test.each([
    [0.1, 2_000, 200],
    [1, 2_000, 2_000],
    [20, 2_000, 40_000],
    [100, 1_000, 100_000],
  ])("at speed %d, %d real ms are %d virtual ms", async (speed, real, virtual) => {
    const { simulation, pacer } = setUp(closeAfter(real));
    every(simulation, 1_000, () => {});
    pacer.resume(speed);
    await pacer.run();
    expect(simulation.now()).toBeGreaterThanOrEqual(virtual * 0.97);
    expect(simulation.now()).toBeLessThanOrEqual(virtual * 1.06 + 100 * speed);
  });

  test("paused, nothing happens; a step runs exactly one timer", async () => {
    const { simulation, pacer } = setUp();
    const seen: number[] = [];
    every(simulation, 1_000, () => seen.push(simulation.now()));
    const running = pacer.run();
    await turn();
    expect(seen).toEqual([]);
    pacer.step();
    for (let index = 0; index < 5; index++) await turn();
    expect(seen).toEqual([1_000]);
    expect(pacer.paused).toBe(true);
    pacer.close();
    await running;
  });

  test("a dash runs at full speed until its goal, even while paused", async () => {
    const { simulation, wall, pacer } = setUp();
    let ticks = 0;
    every(simulation, 1_000, () => ticks++);
    const running = pacer.run();
    expect(await pacer.dash(1_000_000, () => ticks === 300)).toBe(true);
    expect(simulation.now()).toBe(300_000);
    expect(await pacer.dash(400_500, () => false)).toBe(false);
    expect(simulation.now()).toBe(400_500);
    expect(wall.time).toBe(0);
    pacer.close();
    await running;
  });

  test("an input is admitted at once: while paused, and before a dash that is under way", async () => {
    const { simulation, pacer } = setUp();
    const seen: string[] = [];
    const running = pacer.run();
    await pacer.admit(simulation.input(() => seen.push("paused")));
    expect([seen, simulation.now()]).toEqual([["paused"], 1]);
    every(simulation, 1_000, () => {});
    const far = pacer.dash(1_000_000_000, () => false);
    await turn();
    await pacer.admit(simulation.input(() => seen.push("dashing")));
    expect(seen).toEqual(["paused", "dashing"]);
    expect(simulation.now()).toBeLessThan(1_000_000_000);
    pacer.interrupt();
    expect(await far).toBe(false);
    pacer.close();
    await running;
  });

  test("a broken invariant ends the run and is told", async () => {
    const { simulation, pacer, failures } = setUp();
    simulation.after(10, () => {
      throw new Error("broken");
    });
    pacer.resume("max");
    await pacer.run();
    expect(failures).toEqual([new Error("broken")]);
  });

  test("far behind, time goes slower instead of catching up in a burst", async () => {
    const { simulation, wall, pacer } = setUp(closeAfter(5_000));
    const lags: number[] = [];
    every(simulation, 10, () => {
      wall.time += 100;
      lags.push(wall.time - simulation.now());
    });
    pacer.resume(1);
    await pacer.run();
    expect(simulation.now()).toBeLessThan(3_000);
  });
});

describe("a call that comes just before the pacer falls asleep is not missed", () => {
  /** A wall clock that sleeps for ever unless it is woken. */
  function deepSleeper() {
    let [asleep, rouse] = [false, () => {}];
    const wall: WallClock = {
      now: () => 0,
      sleep: () =>
        new Promise((resolve) => {
          asleep = true;
          rouse = () => {
            asleep = false;
            resolve();
          };
        }),
      wake: () => rouse(),
    };
    return { wall, asleep: () => asleep };
  }

  test.each<readonly [string, (pacer: Pacer) => void]>([
    ["a dash", (pacer) => void pacer.dash(5_000, () => false)],
    ["a step", (pacer) => pacer.step()],
  ])("%s", async (_, call) => {
    const simulation = new Simulation({ start: 0, turn });
    const { wall, asleep } = deepSleeper();
    let called = false;
    const between = (idle: boolean) => {
      if (idle && !called) {
        called = true;
        call(pacer);
      }
      return false;
    };
    const pacer: Pacer = new Pacer({ simulation, wall, between, failed: (error) => expect.unreachable(String(error)) });
    const seen: number[] = [];
    simulation.after(3_000, () => seen.push(simulation.now()));
    pacer.resume(1);
    const running = pacer.run();
    for (let turns = 0; turns < 10; turns++) await turn();
    expect(seen).toEqual([3_000]);
    expect(asleep()).toBe(true);
    pacer.close();
    await running;
  });
});

/**
 * Runs `attempt` `count` times in batches that double while all succeed (1, 2, 4, …), so that a create
 * which the server always refuses is not refused hundreds of times. Returns how often it succeeded.
 */
export async function slowStartBatch(count: number, attempt: () => Promise<void>): Promise<{ readonly successes: number; readonly error?: unknown }> {
  let successes = 0;
  for (let batch = 1; successes < count; batch *= 2) {
    const size = Math.min(batch, count - successes);
    const results = await Promise.allSettled(Array.from({ length: size }, attempt));
    const failed = results.find((result) => result.status === "rejected");
    successes += results.filter(({ status }) => status === "fulfilled").length;
    if (failed !== undefined) return { successes, error: failed.reason };
  }
  return { successes };
}

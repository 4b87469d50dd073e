/** The record without numbers that are 0: on the wire a count of 0 is left out. */
export function omitZeros<T extends object>(record: T): T {
  return Object.fromEntries(Object.entries(record).filter(([, value]) => value !== 0 && value !== undefined)) as T;
}

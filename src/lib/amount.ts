const factors: Readonly<Record<string, number>> = {
  n: 1e-9, u: 1e-6, m: 1e-3, "": 1, k: 1e3, M: 1e6, G: 1e9, T: 1e12, P: 1e15, E: 1e18,
  Ki: 2 ** 10, Mi: 2 ** 20, Gi: 2 ** 30, Ti: 2 ** 40, Pi: 2 ** 50, Ei: 2 ** 60,
};

const shape = /^([+-]?[0-9.]+(?:[eE][+-]?[0-9]+)?)([a-zA-Z]*)$/;

/** A quantity as a plain number, good enough for a gauge: 0.5 for "500m". Zero where there is none. */
export function amount(quantity: string | number | undefined): number {
  if (typeof quantity === "number") return quantity;
  const parts = shape.exec(quantity ?? "");
  if (parts === null) return 0;
  return Number(parts[1]) * (factors[parts[2] ?? ""] ?? 0);
}

/** Cores as a person says them: "250m", "1.5". */
export const cores = (value: number) => (value !== 0 && value < 1 ? `${Math.round(value * 1000)}m` : String(Math.round(value * 100) / 100));

/** Bytes as a person says them: "128 Mi", "3.9 Gi". */
export function bytes(value: number): string {
  const units = [[2 ** 40, "Ti"], [2 ** 30, "Gi"], [2 ** 20, "Mi"], [2 ** 10, "Ki"]] as const;
  const unit = units.find(([size]) => value >= size);
  if (unit === undefined) return `${Math.round(value)} B`;
  const number = value / unit[0];
  return `${number < 10 ? Math.round(number * 10) / 10 : Math.round(number)} ${unit[1]}`;
}

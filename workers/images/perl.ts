import type { ImageProgram } from "../cri/image-program.ts";
import { tagsOf } from "../cri/official-images.ts";
import type { Process } from "../cri/process.ts";

/** Perl, as far as the documentation's Job needs it: `print bpi(2000)`. Other programs are refused. */
export const perl: ImageProgram = {
  image: "perl",
  tags: tagsOf("5 5.30 5.32 5.34 5.34.0..3 5.36 5.36.0..3 5.38 5.38.0..4 5.40 5.40.0..3 5.42 5.42.0", "slim bookworm threaded"),
  sizeMiB: 340,
  executable: "/usr/local/bin/perl",
  entrypoint: [],
  command: ["perl", "-de0"],
  userland: "debian",
  memoryMiB: 10,

  async run(process) {
    const digits = /print\s+(?:bpi|Math::BigFloat->bpi)\s*\(\s*(\d+)\s*\)/.exec(process.args.join(" "))?.[1];
    if (digits !== undefined) return await printPi(process, Number(digits));
    const text = /^\s*print\s+"((?:[^"\\]|\\.)*)"\s*;?\s*$/.exec(process.args.at(-1) ?? "")?.[1];
    if (text === undefined) {
      process.printError("perl: only `print bpi(N)` and `print \"text\"` run in this playground");
      return 255;
    }
    process.write(text.replaceAll("\\n", "\n").replaceAll("\\t", "\t"));
    return 0;
  },
};

/** More digits would keep the machine busy for real. */
const mostDigits = 5000;

async function printPi(process: Process, digits: number): Promise<number> {
  if (digits > mostDigits) {
    process.printError(`perl: at most ${mostDigits} digits are computed in this playground`);
    return 255;
  }
  // bignum needs about five seconds for two thousand digits.
  await process.burnCpu(Math.max(10, (digits / 2000) ** 2 * 5000));
  process.print(pi(digits));
  return 0;
}

/** Machin's formula in whole numbers, with ten digits to spare. */
function pi(digits: number): string {
  const unit = 10n ** BigInt(digits + 10);
  const value = 4n * (4n * arcCotangent(5n, unit) - arcCotangent(239n, unit));
  const text = ((value + 5n * 10n ** 10n) / 10n ** 11n).toString();
  return `${text[0]}.${text.slice(1)}`;
}

function arcCotangent(x: bigint, unit: bigint): bigint {
  let power = unit / x;
  let sum = power;
  const square = x * x;
  for (let divisor = 3n, sign = -1n; power !== 0n; divisor += 2n, sign = -sign) {
    power /= square;
    sum += (sign * power) / divisor;
  }
  return sum;
}

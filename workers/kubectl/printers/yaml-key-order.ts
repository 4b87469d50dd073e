const isDigit = (character: string | undefined) => character !== undefined && character >= "0" && character <= "9";
const isLetter = (character: string | undefined) => character !== undefined && /\p{L}/u.test(character);

/** The order in which Go's YAML writes keys: numbers in them by value, other signs before letters. */
export function compareYamlKeys(left: string, right: string): number {
  if (left === right) return 0;
  return isBefore(Array.from(left), Array.from(right)) ? -1 : 1;
}

function isBefore(left: readonly string[], right: readonly string[]): boolean {
  let index = 0;
  let digits = false;
  for (; index < left.length && index < right.length; index++) {
    if (left[index] !== right[index]) return differs(left, right, { index, digits });
    digits = isDigit(left[index]);
  }
  return left.length < right.length;
}

function differs(left: readonly string[], right: readonly string[], { index, digits }: { readonly index: number; readonly digits: boolean }): boolean {
  const [a, b] = [left[index] ?? "", right[index] ?? ""];
  const [letterA, letterB] = [isLetter(a), isLetter(b)];
  if (letterA && letterB) return a < b;
  if (letterA || letterB) return digits ? letterA : letterB;
  const lead = (a === "0" || b === "0") && inNumber(left, index) ? 1 : 0;
  const [numberA, numberB] = [numberAt(left, index, lead), numberAt(right, index, lead)];
  if (numberA.value !== numberB.value) return numberA.value < numberB.value;
  return numberA.end === numberB.end ? a < b : numberA.end < numberB.end;
}

/** Is there a digit other than zero right before? Then a zero here counts. */
function inNumber(text: readonly string[], index: number): boolean {
  for (let before = index - 1; before >= 0 && isDigit(text[before]); before--) if (text[before] !== "0") return true;
  return false;
}

function numberAt(text: readonly string[], start: number, lead: number): { readonly value: number; readonly end: number } {
  let value = lead;
  let end = start;
  for (; isDigit(text[end]); end++) value = value * 10 + Number(text[end]);
  return { value, end };
}

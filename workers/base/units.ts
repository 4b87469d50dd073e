/** Virtual time, in whole milliseconds: a duration, or an instant since the Unix epoch. */
export type Milliseconds = number;

export const second: Milliseconds = 1000;
export const minute: Milliseconds = 60 * second;
export const hour: Milliseconds = 60 * minute;

export type Bytes = number;

export const kibibyte: Bytes = 1024;
export const mebibyte: Bytes = 1024 * kibibyte;
export const gibibyte: Bytes = 1024 * mebibyte;

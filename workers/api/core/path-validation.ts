import type { FieldErrors } from "../field-errors.ts";

/** Does the path climb with `..`? */
export const hasBackstep = (path: string) => path.includes("..") && path.split("/").includes("..");

export function validatePathNoBacksteps(field: string, path: string, errors: FieldErrors): void {
  if (hasBackstep(path)) errors.invalid(field, path, "must not contain '..'");
}

/** A path below the place it is relative to. */
export function validateLocalDescendingPath(field: string, path: string, errors: FieldErrors): void {
  if (path.startsWith("/")) errors.invalid(field, path, "must be a relative path");
  validatePathNoBacksteps(field, path, errors);
}

/** The same for a file that the kubelet writes, which keeps names that start with `..` for itself. */
export function validateLocalNonReservedPath(field: string, path: string, errors: FieldErrors): void {
  validateLocalDescendingPath(field, path, errors);
  if (path.startsWith("..") && !path.startsWith("../")) errors.invalid(field, path, "must not start with '..'");
}

/** Permission bits. */
export function validateFileMode(field: string, mode: number | undefined, errors: FieldErrors): void {
  if (mode !== undefined && (mode < 0 || mode > 0o777)) errors.invalid(field, mode, "must be a number between 0 and 0777 (octal), both inclusive");
}

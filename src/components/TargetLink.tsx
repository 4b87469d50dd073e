import type { Target } from "../lib/object-key.ts";
import { shortKindOf } from "../lib/resources.ts";

/** The name of an object that can be gone to. */
export function TargetLink({ target, onOpen, text }: { readonly target: Target; readonly onOpen: (target: Target) => void; readonly text?: string }) {
  return (
    <button type="button" className="link" onClick={() => onOpen(target)}>
      {text ?? `${shortKindOf(target.resource)}/${target.key.slice(target.key.indexOf("/") + 1)}`}
    </button>
  );
}

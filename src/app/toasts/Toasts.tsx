import { Check, Copy, Info, TriangleAlert, X } from "lucide-react";
import { useEffect } from "react";
import type { Notice } from "../../cluster/notices-slice.ts";
import { useCluster, useClusterStore } from "../../cluster/use-cluster.tsx";
import { IconButton } from "../../components/Button.tsx";
import "./toasts.css";

const lifetime = { done: 6_000, info: 6_000, error: 12_000 } as const;
const icons = { done: <Check size={15} aria-hidden />, info: <Info size={15} aria-hidden />, error: <TriangleAlert size={15} aria-hidden /> };

/** What a click did, and what one would type for the same. They go by themselves, unless one looks at them. */
export function Toasts() {
  const notices = useCluster((state) => state.notices);
  return (
    <section className="toasts" aria-label="Messages" aria-live="polite">
      {notices.map((notice) => (
        <Toast key={notice.id} notice={notice} />
      ))}
    </section>
  );
}

function Toast({ notice: { id, level, message, kubectl } }: { readonly notice: Notice }) {
  const { dismiss } = useClusterStore().getState();
  useEffect(() => {
    const timer = setTimeout(() => dismiss(id), lifetime[level]);
    return () => clearTimeout(timer);
  }, [id, level, dismiss]);
  return (
    <div className={`toast toast-${level}`}>
      <span className="toast-icon">{icons[level]}</span>
      <div className="toast-body">
        <p>{message}</p>
        {kubectl !== undefined && (
          <div className="toast-kubectl">
            <code>{kubectl}</code>
            <IconButton label="Copy the command" small onClick={() => void navigator.clipboard.writeText(kubectl)}>
              <Copy size={13} aria-hidden />
            </IconButton>
          </div>
        )}
      </div>
      <IconButton label="Dismiss" small onClick={() => dismiss(id)}>
        <X size={14} aria-hidden />
      </IconButton>
    </div>
  );
}

import type { ReactNode } from "react";
import "./empty.css";

/** What a panel says while it has nothing to show. */
export function Empty({ title, children }: { readonly title: string; readonly children?: ReactNode }) {
  return (
    <div className="empty">
      <p className="empty-title">{title}</p>
      {children !== undefined && <div className="empty-words">{children}</div>}
    </div>
  );
}

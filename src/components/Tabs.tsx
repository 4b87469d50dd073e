import { Tabs as Radix } from "radix-ui";
import type { ReactNode } from "react";
import "./tabs.css";

export interface Tab<Id extends string> {
  readonly id: Id;
  readonly label: string;
  /** A small number beside the label. */
  readonly count?: number;
}

interface Props<Id extends string> {
  readonly tabs: readonly Tab<Id>[];
  readonly active: Id;
  readonly label: string;
  readonly onChange: (id: Id) => void;
  /** Stands at the end of the row. */
  readonly extra?: ReactNode;
  readonly children: ReactNode;
  readonly className?: string;
}

/** A row of tabs with one panel below. */
export function Tabs<Id extends string>({ tabs, active, label, onChange, extra, children, className = "" }: Props<Id>) {
  return (
    <Radix.Root className={`tabs ${className}`} value={active} onValueChange={(id) => onChange(id as Id)}>
      <div className="tabs-row">
        <Radix.List className="tabs-list" aria-label={label}>
          {tabs.map(({ id, label: text, count }) => (
            <Radix.Trigger key={id} value={id} className="tabs-tab">
              {text}
              {count !== undefined && count > 0 && <span className="tabs-count">{count > 999 ? "999+" : count}</span>}
            </Radix.Trigger>
          ))}
        </Radix.List>
        {extra}
      </div>
      <Radix.Content value={active} className="tabs-panel" tabIndex={-1}>
        {children}
      </Radix.Content>
    </Radix.Root>
  );
}

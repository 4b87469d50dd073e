import { Plus, X } from "lucide-react";
import { useEffect, useRef, useState, type KeyboardEvent } from "react";
import { useCluster, useClusterStore } from "../../cluster/use-cluster.tsx";
import { IconButton } from "../../components/Button.tsx";

/** The open files. The one that is shown can be renamed (double click, F2) and closed. */
export function FileTabs({ readonly }: { readonly readonly: boolean }) {
  const names = useCluster((state) => state.fileNames);
  const shown = useCluster((state) => state.openFile);
  const { showFile, addFiles } = useClusterStore().getState();
  return (
    <div className="file-tabs" role="group" aria-label="Files">
      {names.map((name) => (name === shown ? <ShownFile key={name} name={name} fixed={readonly} alone={names.length === 1} /> : <OtherFile key={name} name={name} onShow={() => showFile(name)} />))}
      {!readonly && (
        <IconButton label="New file" small look="quiet" onClick={() => addFiles([{ name: freeName(names), text: "" }])}>
          <Plus size={14} aria-hidden />
        </IconButton>
      )}
    </div>
  );
}

const OtherFile = ({ name, onShow }: { readonly name: string; readonly onShow: () => void }) => (
  <button type="button" className="file-tab" onClick={onShow}>
    {name}
  </button>
);

interface ShownProps {
  readonly name: string;
  readonly fixed: boolean;
  readonly alone: boolean;
}

function ShownFile({ name, fixed, alone }: ShownProps) {
  const [renaming, setRenaming] = useState(false);
  const { closeFile } = useClusterStore().getState();
  const rename = () => setRenaming(!fixed);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "F2") rename();
  };
  if (renaming) return <NameField name={name} onDone={() => setRenaming(false)} />;
  return (
    <span className="file-tab-shown">
      <button type="button" className="file-tab" aria-current="true" title={fixed ? undefined : "Double click to rename"} onDoubleClick={rename} onKeyDown={onKeyDown}>
        {name}
      </button>
      {!fixed && !alone && (
        <button type="button" className="file-close" aria-label={`Close ${name}`} onClick={() => closeFile(name)}>
          <X size={12} aria-hidden />
        </button>
      )}
    </span>
  );
}

function NameField({ name, onDone }: { readonly name: string; readonly onDone: () => void }) {
  const { renameFile, notify } = useClusterStore().getState();
  const field = useRef<HTMLInputElement>(null);
  const abandoned = useRef(false);
  useEffect(() => field.current?.select(), []);
  const finish = () => {
    const wanted = field.current?.value.trim() ?? name;
    if (!abandoned.current && !renameFile(name, wanted)) notify({ level: "error", message: `"${wanted}" cannot be the name: it is taken, or has characters that a file name here may not have.` });
    onDone();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    abandoned.current = event.key === "Escape";
    if (event.key === "Enter" || event.key === "Escape") field.current?.blur();
  };
  return <input ref={field} className="file-name" aria-label="File name" defaultValue={name} spellCheck={false} size={Math.max(8, name.length)} onKeyDown={onKeyDown} onBlur={finish} />;
}

/** "manifest-2.yaml", or the next number that is free. */
export function freeName(names: readonly string[]): string {
  for (let number = 2; ; number += 1) {
    const name = `manifest-${number}.yaml`;
    if (!names.includes(name)) return name;
  }
}

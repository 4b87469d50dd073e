/** Its keyboards have other keys for the same. */
export const isMac = /Mac|iP(hone|ad)/.test(navigator.platform);

const keys = isMac ? ["Ctrl", "Shift", "M"] : ["Ctrl", "M"];

/** Tab indents in an editor; here stands, always, how it can leave. */
export function TabStrip({ leaves }: { readonly leaves: boolean }) {
  return (
    <p className="editor-hint" role="status">
      <span>
        {keys.map((key) => (
          <Key key={key} name={key} />
        ))}
        {leaves ? "lets Tab indent again; now it leaves the editor" : "lets Tab leave the editor"}
      </span>{" "}
      <span className="editor-hint-more">
        <Key name="Ctrl" />
        <Key name="Space" />
        completes
      </span>
    </p>
  );
}

const Key = ({ name }: { readonly name: string }) => (
  <>
    <kbd className="kbd">{name}</kbd>{" "}
  </>
);

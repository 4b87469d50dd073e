/** Tab indents in an editor; here stands, always, how it can leave. */
export function TabStrip({ leaves }: { readonly leaves: boolean }) {
  const keys = /Mac|iP(hone|ad)/.test(navigator.platform) ? ["Ctrl", "Shift", "M"] : ["Ctrl", "M"];
  return (
    <p className="editor-hint" role="status">
      <span>
        {keys.map((key) => (
          <kbd key={key} className="kbd">
            {key}
          </kbd>
        ))}
        {leaves ? "Tab leaves the editor now; press again to indent with it" : "lets Tab leave the editor"}
      </span>
      <span className="editor-hint-more">
        <kbd className="kbd">Ctrl</kbd>
        <kbd className="kbd">Space</kbd>completes
      </span>
    </p>
  );
}

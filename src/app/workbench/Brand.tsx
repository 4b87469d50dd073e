/** The name, with its sign. */
export function Brand() {
  return (
    <span className="brand">
      <svg width="20" height="20" viewBox="0 0 32 32" aria-hidden="true">
        <rect x="1" y="1" width="30" height="30" rx="9" fill="var(--accent-solid)" />
        <path d="M6 17.5c2.2-2 4.3-2 6.5 0s4.3 2 6.5 0 4.3-2 7-1V23a3 3 0 0 1-3 3H9a3 3 0 0 1-3-3z" fill="#fff" fillOpacity=".38" />
        <rect x="8" y="7" width="7" height="7" rx="2" fill="#fff" />
        <rect x="17" y="7" width="7" height="7" rx="2" fill="#fff" fillOpacity=".62" />
        <rect x="12.5" y="18" width="7" height="7" rx="2" fill="#fff" />
      </svg>
      Kubarium
    </span>
  );
}

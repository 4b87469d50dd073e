import { Boxes, ListTree, Search } from "lucide-react";
import { useCluster, useClusterStore } from "../../cluster/use-cluster.tsx";
import { Segmented } from "../../components/Segmented.tsx";
import { StatusLine } from "./StatusLine.tsx";
import "./cluster-header.css";

const lensOptions = [
  { id: "nodes", label: "Nodes", icon: <Boxes size={13} aria-hidden /> },
  { id: "owners", label: "Owners", icon: <ListTree size={13} aria-hidden /> },
] as const;

/** Above the graph: how it is, and which way to look at it. */
export function ClusterHeader() {
  const lens = useCluster((state) => state.lens);
  const showSystem = useCluster((state) => state.showSystem);
  const { setLens, setShowSystem } = useClusterStore().getState();
  return (
    <div className="cluster-header">
      <StatusLine />
      <div className="cluster-tools">
        {lens === "owners" && (
          <label className="check">
            <input type="checkbox" checked={showSystem} onChange={(event) => setShowSystem(event.target.checked)} />
            System
          </label>
        )}
        <FilterField />
        <Segmented options={lensOptions} value={lens} label="Lens" onChange={setLens} />
      </div>
    </div>
  );
}

function FilterField() {
  const filter = useCluster((state) => state.filter);
  const { setFilter } = useClusterStore().getState();
  return (
    <label className="filter">
      <Search size={13} aria-hidden />
      <input data-graph-filter type="search" className="field" placeholder="Filter" aria-label="Filter by name" value={filter} onChange={(event) => setFilter(event.target.value)} onKeyDown={(event) => event.key === "Escape" && setFilter("")} />
    </label>
  );
}

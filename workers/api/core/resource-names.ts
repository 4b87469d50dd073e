/** The resources that have short names: all others carry a domain. */
const forContainers = new Set(["cpu", "memory", "ephemeral-storage"]);

const forQuotas = new Set([
  "cpu", "memory", "ephemeral-storage",
  "requests.cpu", "requests.memory", "requests.storage", "requests.ephemeral-storage",
  "limits.cpu", "limits.memory", "limits.ephemeral-storage",
  "pods", "resourcequotas", "services", "replicationcontrollers", "secrets", "persistentvolumeclaims", "configmaps",
  "services.nodeports", "services.loadbalancers",
]);

const standard = new Set([...forQuotas, "storage"]);

const integers = new Set([
  "pods", "resourcequotas", "services", "replicationcontrollers", "secrets", "configmaps", "persistentvolumeclaims",
  "services.nodeports", "services.loadbalancers",
]);

const hugePagePrefix = "hugepages-";

export const isHugePage = (name: string) => name.startsWith(hugePagePrefix);

export const isQuotaHugePage = (name: string) => isHugePage(name) || name.startsWith("requests.hugepages-");

export const isStandardResource = (name: string) => standard.has(name) || isQuotaHugePage(name);

export const isStandardContainerResource = (name: string) => forContainers.has(name) || isHugePage(name);

export const isStandardQuotaResource = (name: string) => forQuotas.has(name) || isQuotaHugePage(name);

/** Resources of Kubernetes itself: without a domain, or with its own. */
export const isNativeResource = (name: string) => !name.includes("/") || name.includes("kubernetes.io/");

/** A resource that somebody's device plugin counts: `example.com/gpu`. */
export const isExtendedResource = (name: string) => !isNativeResource(name) && !name.startsWith("requests.");

/** May containers be promised more of it than there is? */
export const isOvercommitAllowed = (name: string) => isNativeResource(name) && !isHugePage(name);

/** Resources of which there are no halves. */
export const isIntegerResource = (name: string) => integers.has(name) || isExtendedResource(name);

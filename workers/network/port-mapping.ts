/** A port of the node that leads into a pod (hostPort). */
export interface PortMapping {
  readonly hostPort: number;
  readonly containerPort: number;
  readonly protocol: "TCP" | "UDP" | "SCTP";
  readonly hostIp?: string;
}

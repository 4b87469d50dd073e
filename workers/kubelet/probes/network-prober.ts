import type { Milliseconds } from "../../base/units.ts";
import type { HttpCall, HttpResponse } from "../../network/http.ts";
import type { Address } from "../../network/packet.ts";
import type { Connection } from "../../network/connection.ts";

/**
 * The node's own way into the network, from which the kubelet asks pods how they are: the host's network
 * namespace satisfies it. Calls reject with NetworkError.
 */
export interface NetworkProber {
  http(call: HttpCall): Promise<HttpResponse>;
  connect(address: Address, options: { readonly timeout?: Milliseconds }): Promise<Connection>;
}

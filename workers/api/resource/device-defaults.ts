import { changeField, mapShared, type Part, withDefaults } from "../defaulting.ts";
import type { DeviceRequest, DeviceSubRequest, DeviceToleration, ExactDeviceRequest, ResourceClaimSpec } from "../generated/resource/v1.ts";

/** What a claim's wishes get when their author says nothing: one device each. */
export const defaultClaimSpec = (spec: Part<ResourceClaimSpec>): Part<ResourceClaimSpec> =>
  changeField(spec, "devices", (devices) => changeField(devices, "requests", (requests) => mapShared(requests, defaultRequest)));

const defaultRequest = (request: Part<DeviceRequest>): Part<DeviceRequest> =>
  changeField(changeField(request, "exactly", defaultWanted), "firstAvailable", (ways) => mapShared(ways, defaultWanted));

function defaultWanted<W extends Part<ExactDeviceRequest | DeviceSubRequest>>(wanted: W): W {
  const withMode = withDefaults<Part<ExactDeviceRequest>>(wanted, { allocationMode: "ExactCount" });
  const counted = withMode.allocationMode === "ExactCount" && (withMode.count ?? 0) === 0 ? { ...withMode, count: 1 } : withMode;
  return changeField(counted, "tolerations", (tolerations) => mapShared(tolerations, defaultToleration)) as W;
}

const defaultToleration = (toleration: Part<DeviceToleration>): Part<DeviceToleration> => withDefaults(toleration, { operator: "Equal" });

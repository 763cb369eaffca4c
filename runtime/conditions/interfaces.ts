import type { NetworkInterfaceInfo } from 'node:os';

/** Bridges of virtual machines and containers have an address whether or not there is a network. */
const VIRTUAL = /^(docker|br-|veth|virbr|vmnet|vboxnet|bridge|podman|lxcbr|lxdbr|cni|flannel|awdl|llw|anpi)/;

/** True where an interface to the outside has an address that it did not give to itself (RFC 3927, RFC 4291). */
export function hasAddress(
  interfaces: Readonly<Record<string, readonly NetworkInterfaceInfo[] | undefined>>,
): boolean {
  return Object.entries(interfaces).some(
    ([name, addresses]) =>
      !VIRTUAL.test(name) &&
      (addresses ?? []).some((one) => !one.internal && !/^(169\.254\.|fe[89ab])/i.test(one.address)),
  );
}

// Crossbow's datalinks: etherstubs, and VNICs over them or over a NIC.
export { Etherstub } from './etherstub.ts'
export { shareNic, unshareNic } from './shared-nic.ts'

import { vendorNames, type VendorName } from '../../src/sandbox/vendors/vendor.ts'

/** The vendors that the BFF asks. The order system joins them together with its source. */
export type AskedVendor = Exclude<VendorName, 'orders'>

export const askedVendors = vendorNames.filter((name): name is AskedVendor => name !== 'orders')

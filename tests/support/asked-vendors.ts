import { vendorNames, type VendorName } from '../../src/sandbox/vendors/vendor.ts'

/** The vendors that the BFF asks. The order system joins them together with its source. */
export type AskedVendor = VendorName

export const askedVendors = vendorNames

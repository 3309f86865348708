/** What is said where the words of the command cannot be understood. */
export const linksUsage = `usage: npm run links -- import FILE       CSV or XLSX, all of it or nothing
         --remove                         a line without an id takes it away
         --dry-run                        says what would change, and writes nothing
         --confirm NUMBER                 where more than a tenth of the ids is changed or taken away: how many
       npm run links -- export [FILE]     everybody, as FILE.csv, as FILE.xlsx, or printed as CSV
       npm run links -- list [USERID]     the ids of everybody, or of one person
       npm run links -- suggest           who at a vendor may be whom of ours, and why; links nobody
       npm run links -- batches           what was written of staff ids, the latest 20
       npm run links -- undo batch ID     takes one back, but for what was changed since
       npm run links -- remove contact EXTERNAL_USERID SOURCE SOURCE_ID
       npm run links -- undo contact EXTERNAL_USERID SOURCE SOURCE_ID
       npm run links -- revoke USERID    ends all sessions of a person
       npm run links -- erase contact EXTERNAL_USERID
       npm run links -- erase staff USERID   removes at once all that is kept of a customer or a colleague
       npm run links -- restore USERID   says that a userid which counts as left, or is used again, is the same person's`

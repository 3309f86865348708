/** Laravel's paginator: absolute addresses with plain http, on a host that a client must not call. */
export function paginate<Row>(rows: readonly Row[], path: string, { page, size }: { page: number; size: number }) {
  const base = `http://shop.yunzhong.invalid${path}`
  const url = (at: number) => `${base}?page=${at}`
  const lastPage = Math.max(1, Math.ceil(rows.length / size))
  const data = rows.slice((page - 1) * size, page * size)
  const from = (page - 1) * size + 1
  return {
    current_page: page,
    data,
    first_page_url: url(1),
    from: data.length > 0 ? from : null,
    last_page: lastPage,
    last_page_url: url(lastPage),
    next_page_url: page < lastPage ? url(page + 1) : null,
    path: base,
    per_page: size,
    prev_page_url: page > 1 ? url(page - 1) : null,
    to: data.length > 0 ? from + data.length - 1 : null,
    total: rows.length,
  }
}

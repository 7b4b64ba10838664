/** The mean age of live items: now less the time of their capture. @internal */
export class ItemAge {
  private sumMs = 0
  private count = 0

  add(ageMs: number): void {
    this.sumMs += ageMs
    this.count++
  }

  get meanMs(): number | undefined {
    return this.count === 0 ? undefined : this.sumMs / this.count
  }
}

-- Words of what reports work out: intervals, ranks, comparisons, judges' habits.
return {
  interval = { "95% interval", "95% 区间" },
}

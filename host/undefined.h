/* undefined.h: how the engines of statistics say that a figure is not defined.
 *
 * A function returns NULL, or the reason as text for people; then its results are not to be read. Within bundles of many
 * measures an undefined one is NaN, which never reaches Lua. */
#ifndef VIVA_UNDEFINED_H
#define VIVA_UNDEFINED_H

#include <math.h>

#define NO_MEMORY "not enough memory"
#define TOO_LARGE "the values are so large that the result overflows"

/* A variance that is rounding alone counts as none. */
static inline int is_nothing(double variance, double scale)
{
  return !(variance > 1e-13 * scale) || !isfinite(variance);
}

#endif

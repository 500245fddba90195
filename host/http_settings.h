/* http_settings.h: what never changes between requests; each line of it answers a fault that was measured.
 * http_configure of http.h lives here too. */
#ifndef VIVA_HTTP_SETTINGS_H
#define VIVA_HTTP_SETTINGS_H

#include <curl/curl.h>
#include <stdbool.h>

/* Starts libcurl at the first call; false when it cannot be started. */
bool settings_start(void);

/* Prepares a new easy handle. */
void settings_apply(CURL *easy);

/* Grows with each http_configure: a handle made under an earlier one is not used again. */
unsigned settings_generation(void);

#endif

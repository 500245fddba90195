#include "http_settings.h"

#include <stdlib.h>
#include <string.h>

#include "http.h"

static unsigned generation = 1;
static char *proxy_url, *trusted_file;
static CURLSH *shared; /* addresses and TLS sessions, of all pools: one look-up and one full handshake serve them all */

bool settings_start(void)
{
  static bool started;
  if (started) return true;
  if (curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK) return false;
  shared = curl_share_init();
  if (!shared) return false;
  curl_share_setopt(shared, CURLSHOPT_SHARE, CURL_LOCK_DATA_DNS);
  curl_share_setopt(shared, CURLSHOPT_SHARE, CURL_LOCK_DATA_SSL_SESSION);
  started = true;
  return true;
}

void settings_apply(CURL *easy)
{
  curl_easy_setopt(easy, CURLOPT_FOLLOWLOCATION, 0L); /* a redirect would carry keys to another host */
  curl_easy_setopt(easy, CURLOPT_MAXREDIRS, 0L);
  curl_easy_setopt(easy, CURLOPT_REDIR_PROTOCOLS_STR, "https");
  curl_easy_setopt(easy, CURLOPT_PROXY, proxy_url ? proxy_url : ""); /* "" also ignores the environment's proxies */
  curl_easy_setopt(easy, CURLOPT_NOPROXY, "localhost,127.0.0.1,::1");
  curl_easy_setopt(easy, CURLOPT_NETRC, (long)CURL_NETRC_IGNORED);
  curl_easy_setopt(easy, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
  if (trusted_file) curl_easy_setopt(easy, CURLOPT_CAINFO, trusted_file);
  curl_easy_setopt(easy, CURLOPT_ACCEPT_ENCODING, NULL); /* nobody can send us a bomb that we unpack */
  curl_easy_setopt(easy, CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_1_1);
  curl_easy_setopt(easy, CURLOPT_MAXAGE_CONN, 30L);
  curl_easy_setopt(easy, CURLOPT_MAXLIFETIME_CONN, 600L);
  curl_easy_setopt(easy, CURLOPT_TCP_KEEPALIVE, 1L); /* a model may think for minutes behind a forgetful router */
  curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(easy, CURLOPT_QUICK_EXIT, 1L); /* Ctrl-C does not wait for a name server */
  curl_easy_setopt(easy, CURLOPT_DNS_CACHE_TIMEOUT, 300L);
  curl_easy_setopt(easy, CURLOPT_SHARE, shared);
  curl_easy_setopt(easy, CURLOPT_BUFFERSIZE, 4096L);
  curl_easy_setopt(easy, CURLOPT_UPLOAD_BUFFERSIZE, 16384L);
}

static bool replace(char **setting, const char *value)
{
  if (!value) return true;
  char *copy = *value ? strdup(value) : NULL;
  if (*value && !copy) return false;
  free(*setting);
  *setting = copy;
  return true;
}

bool http_configure(const char *proxy, const char *ca_file)
{
  generation++;
  return replace(&proxy_url, proxy) && replace(&trusted_file, ca_file);
}

unsigned settings_generation(void)
{
  return generation;
}

const char *http_library(void)
{
  return curl_version();
}

#include "outbound.h"

#include <arpa/inet.h>
#include <ctype.h>
#include <curl/curl.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

/* The longest name DNS allows, and room for the brackets and the zone of a numeric address. */
enum { HOST_MAX = 260 };

static bool printable(struct outbound_text text, unsigned char from)
{
  for (size_t i = 0; i < text.length; i++) {
    unsigned char byte = (unsigned char)text.bytes[i];
    if (byte < from || byte > 0x7e) return false;
  }
  return true;
}

static bool is_loopback(const char *host)
{
  struct in_addr v4;
  if (inet_pton(AF_INET, host, &v4) == 1) return (ntohl(v4.s_addr) >> 24) == 127;
  return strcmp(host, "localhost") == 0 || strcmp(host, "[::1]") == 0;
}

static bool part(CURLU *address, CURLUPart which, unsigned flags, char *out, size_t room)
{
  char *text = NULL;
  if (curl_url_get(address, which, &text, flags) != CURLUE_OK) return false;
  bool fits = strlen(text) < room;
  if (fits) strcpy(out, text);
  curl_free(text);
  return fits;
}

static const char *read_parts(CURLU *address, struct outbound_origin *origin)
{
  char scheme[16], host[HOST_MAX], port[8], ignored[1024];
  if (!part(address, CURLUPART_SCHEME, 0, scheme, sizeof scheme)) return "the address has no scheme";
  if (part(address, CURLUPART_USER, 0, ignored, sizeof ignored)) return "the address contains a user name";
  if (!part(address, CURLUPART_HOST, 0, host, sizeof host)) return "the address has no usable host name";
  if (!part(address, CURLUPART_PORT, CURLU_DEFAULT_PORT, port, sizeof port)) return "the address has no usable port";
  for (char *c = host; *c; c++) *c = (char)tolower((unsigned char)*c);
  origin->secure = strcmp(scheme, "https") == 0;
  if (!origin->secure && strcmp(scheme, "http") != 0) return "the address is neither https nor http";
  origin->loopback = is_loopback(host);
  snprintf(origin->text, sizeof origin->text, "%s://%s:%s", scheme, host, port);
  return NULL;
}

const char *outbound_origin(struct outbound_text url, struct outbound_origin *origin)
{
  if (url.length == 0) return "the address is empty";
  if (!printable(url, 0x21)) return "the address contains a space, a control character or a character beyond ASCII";
  CURLU *address = curl_url();
  if (!address) return "not enough memory";
  const char *problem = "the address cannot be read as a URL";
  if (curl_url_set(address, CURLUPART_URL, url.bytes, CURLU_NON_SUPPORT_SCHEME) == CURLUE_OK)
    problem = read_parts(address, origin);
  curl_url_cleanup(address);
  return problem;
}

static bool is_token(struct outbound_text name)
{
  if (name.length == 0) return false;
  for (size_t i = 0; i < name.length; i++) {
    unsigned char byte = (unsigned char)name.bytes[i];
    if (!isalnum(byte) && (byte == '\0' || !strchr("!#$%&'*+-.^_`|~", byte))) return false;
  }
  return true;
}

static bool frames_the_message(struct outbound_text name)
{
  static const char *const ours[] = {"host", "content-length", "transfer-encoding", "expect", "connection"};
  for (size_t i = 0; i < sizeof ours / sizeof *ours; i++)
    if (strlen(ours[i]) == name.length && strncasecmp(ours[i], name.bytes, name.length) == 0) return true;
  return false;
}

const char *outbound_header(const struct outbound_header *header)
{
  if (!is_token(header->name)) return "a header's name contains characters that a name may not have";
  if (frames_the_message(header->name)) return "a header is set that only the program itself may set";
  if (!printable(header->value, 0x20))
    return "a header's value (a key, perhaps) contains a line break, a control character or a character beyond ASCII";
  return NULL;
}

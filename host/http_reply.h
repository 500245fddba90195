/* http_reply.h: fills a struct http_result as its answer arrives; http.c alone uses it. */
#ifndef VIVA_HTTP_REPLY_H
#define VIVA_HTTP_REPLY_H

#include "http.h"

/* Names a failure. Texts carry the origin and never the path, the query or a header: those may hold keys. */
void reply_fail(struct http_result *result, const char *code, const char *origin, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

/* Appends to the body; false when there is no memory. */
bool reply_body(struct http_result *result, const char *data, size_t length);

/* Keeps one header line when it is of those that someone reads. */
void reply_header(struct http_result *result, const char *line, size_t length);

#endif

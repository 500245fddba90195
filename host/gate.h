/* gate.h: the first request to an origin goes alone, until it has connected.
 *
 * Thousands of requests at once would look the same name up thousands of times, a thread each, and shake hands in full
 * as often; behind the first they find its address and its TLS session. */
#ifndef VIVA_GATE_H
#define VIVA_GATE_H

#include <stdbool.h>

enum gate { GATE_PASS, GATE_LEAD, GATE_WAIT };

/* Asks to go. Who gets GATE_LEAD goes and reports by gate_led; who gets GATE_WAIT asks again after that. */
enum gate gate_ask(const char *origin);

/* The leader has connected, or has ended without. */
void gate_led(const char *origin, bool connected);

/* Forgets all origins. */
void gate_close(void);

#endif

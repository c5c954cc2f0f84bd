/* The few MQTT 3.1.1 packets that load.c sends: each function writes one at `at` and gives where it ends. */
#include <string.h>

static char *putText(char *at, const char *text, int length) {
  *at++ = (char)(length >> 8);
  *at++ = (char)length;
  memcpy(at, text, length);
  return at + length;
}

static char *putHead(char *at, int first, int length) {
  *at++ = (char)first;
  do {
    int low = length & 127;
    length >>= 7;
    *at++ = (char)(length > 0 ? low | 128 : low);
  } while (length > 0);
  return at;
}

static char *putConnect(char *at, const char *user, const char *password) {
  int u = (int)strlen(user), p = (int)strlen(password);
  static const char variable[] = {0, 4, 'M', 'Q', 'T', 'T', 4, (char)0xc2, 0, 120};
  at = putHead(at, 0x10, (int)sizeof variable + 2 + u + 2 + u + 2 + p);
  memcpy(at, variable, sizeof variable);
  at = putText(at + sizeof variable, user, u);
  at = putText(at, user, u);
  return putText(at, password, p);
}

static char *putSubscribe(char *at, const char *filter) {
  int length = (int)strlen(filter);
  at = putHead(at, 0x82, 2 + 2 + length + 1);
  *at++ = 0;
  *at++ = 1;
  at = putText(at, filter, length);
  *at++ = 0;
  return at;
}

/* `flags` 0x30: QoS 0; 0x32: QoS 1, 0x33: the same, retained; both with packet id 2. */
static char *putPublish(char *at, int flags, const char *topic, const char *payload, int length) {
  int t = (int)strlen(topic), id = flags == 0x30 ? 0 : 2;
  at = putHead(at, flags, 2 + t + id + length);
  at = putText(at, topic, t);
  if (id) {
    *at++ = 0;
    *at++ = 2;
  }
  memcpy(at, payload, length);
  return at + length;
}

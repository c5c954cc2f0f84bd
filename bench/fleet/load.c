/* The fleet's load: one MQTT 3.1.1 connection per host, its readings spread evenly over the interval, acknowledgements only counted.
   One thread, raw non-blocking sockets, loopback only. It sleeps for a slice, then does what has become due: as few wake-ups as possible,
   so that the cores are left to what is measured.

   load PLAN     PLAN: lines "key value", see generator.ts
   Prints a line of JSON a second: {"at", "connected", "sent", "skipped", "heardBytes", "lost"}, and one per breach: {"breach", "at"}. */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>
#include "packets.h"

/* Hosts breach in an order of their own, or those whose next readings are due one after the other would recover in waves. */
enum { BREACH_STRIDE = 7919 };
enum { VARIANTS = 16, SLICE_MS = 10, PER_ADDRESS = 20000, MOST_BYTES = 65536, EVENTS = 1024 };

typedef struct {
  int fd;
  int open;
  /* The reading before is one of the variants: the next can be said by what has changed. */
  int based;
  long long epoch;
  long long seq;
  long long last;
  /* What the socket did not take. */
  char *rest;
  int restLength;
} Host;

static struct {
  int port, first, hosts, interval;
  double perSecond, breachAfter, breachEvery;
  char *user, *password, *up, *down, *name, *stream, *layout, *layoutId, *breaching;
  char *full[VARIANTS], *changes[VARIANTS];
} plan;
static struct { long connected, sent, skipped, heardBytes, lost; } counts;
static Host *hosts;
static int ep;

static void fail(const char *what) {
  fprintf(stderr, "load: %s: %s\n", what, strerror(errno));
  exit(1);
}

static long long wall(void) {
  struct timespec t;
  clock_gettime(CLOCK_REALTIME, &t);
  return t.tv_sec * 1000LL + t.tv_nsec / 1000000;
}

static double elapsedMs(void) {
  static struct timespec start;
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  if (start.tv_sec == 0) start = t;
  return (t.tv_sec - start.tv_sec) * 1e3 + (t.tv_nsec - start.tv_nsec) / 1e6;
}

static void readPlan(const char *path) {
  FILE *f = fopen(path, "r");
  if (f == NULL) fail(path);
  char *line = NULL;
  size_t room = 0;
  ssize_t length;
  int full = 0, changes = 0;
  while ((length = getline(&line, &room, f)) > 0) {
    if (line[length - 1] == '\n') line[length - 1] = 0;
    char *value = strchr(line, ' ');
    if (value == NULL) continue;
    *value++ = 0;
#define NUMBER(key, field, convert) if (!strcmp(line, key)) plan.field = convert(value)
#define TEXT(key, field) if (!strcmp(line, key)) plan.field = strdup(value)
    NUMBER("port", port, atoi);
    NUMBER("first", first, atoi);
    NUMBER("hosts", hosts, atoi);
    NUMBER("intervalMs", interval, atoi);
    NUMBER("connectPerSecond", perSecond, atof);
    NUMBER("breachAfterMs", breachAfter, atof);
    NUMBER("breachEveryMs", breachEvery, atof);
    TEXT("user", user);
    TEXT("password", password);
    TEXT("up", up);
    TEXT("down", down);
    TEXT("name", name);
    TEXT("stream", stream);
    TEXT("layout", layout);
    TEXT("layoutId", layoutId);
    TEXT("breaching", breaching);
    if (!strcmp(line, "full") && full < VARIANTS) plan.full[full++] = strdup(value);
    if (!strcmp(line, "changes") && changes < VARIANTS) plan.changes[changes++] = strdup(value);
  }
  free(line);
  fclose(f);
}

/* --- connections --- */

static void watch(int index, int events, int how) {
  struct epoll_event event = {.events = events, .data.u32 = index};
  if (epoll_ctl(ep, how, hosts[index].fd, &event) < 0) fail("epoll_ctl");
}

static void lose(Host *host) {
  if (host->open) counts.lost++;
  host->open = 0;
  if (host->fd >= 0) close(host->fd);
  host->fd = -1;
  free(host->rest);
  host->rest = NULL;
  host->restLength = 0;
}

/* What the socket does not take now is kept and goes first. */
static void put(int index, const char *bytes, int length) {
  Host *host = &hosts[index];
  ssize_t taken = host->rest == NULL ? write(host->fd, bytes, length) : 0;
  if (taken < 0 && errno != EAGAIN && errno != ENOTCONN) return lose(host);
  if (taken < 0) taken = 0;
  if (taken == length) return;
  host->rest = realloc(host->rest, host->restLength + length - taken);
  if (host->rest == NULL) fail("memory");
  if (host->restLength == 0) watch(index, EPOLLIN | EPOLLOUT, EPOLL_CTL_MOD);
  memcpy(host->rest + host->restLength, bytes + taken, length - taken);
  host->restLength += (int)(length - taken);
}

static void putRest(int index) {
  Host *host = &hosts[index];
  ssize_t taken = write(host->fd, host->rest, host->restLength);
  if (taken < 0 && errno != EAGAIN) return lose(host);
  if (taken <= 0) return;
  host->restLength -= (int)taken;
  memmove(host->rest, host->rest + taken, host->restLength);
  if (host->restLength > 0) return;
  free(host->rest);
  host->rest = NULL;
  watch(index, EPOLLIN, EPOLL_CTL_MOD);
}

static void openHost(int index) {
  Host *host = &hosts[index];
  int number = plan.first + index, one = 1;
  char user[128], password[128], packet[512];
  struct sockaddr_in from = {.sin_family = AF_INET}, to = {.sin_family = AF_INET, .sin_port = htons(plan.port)};
  from.sin_addr.s_addr = htonl((127u << 24) + 2 + number / PER_ADDRESS);
  to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  host->fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
  if (host->fd < 0) fail("socket");
  setsockopt(host->fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
  setsockopt(host->fd, IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, &one, sizeof one);
  if (bind(host->fd, (void *)&from, sizeof from) < 0) fail("bind");
  if (connect(host->fd, (void *)&to, sizeof to) < 0 && errno != EINPROGRESS) return lose(host);
  host->epoch = wall();
  watch(index, EPOLLIN, EPOLL_CTL_ADD);
  snprintf(user, sizeof user, "%s%d", plan.user, number);
  snprintf(password, sizeof password, "%s%d", plan.password, number);
  put(index, packet, (int)(putConnect(packet, user, password) - packet));
}

/* The first that is heard is the broker's CONNACK. */
static void greet(int index) {
  Host *host = &hosts[index];
  int number = plan.first + index;
  static char packet[MOST_BYTES], payload[1024], topic[256];
  char *at = packet;
  host->open = 1;
  counts.connected++;
  snprintf(topic, sizeof topic, "%s%d/ack", plan.down, number);
  at = putSubscribe(at, topic);
  int length = snprintf(payload, sizeof payload,
      "{\"session\":%lld,\"state\":\"online\",\"time\":%lld,\"reason\":\"connected\",\"epoch\":%lld,\"intervalMs\":%d,"
      "\"streams\":[\"%s\"],\"name\":\"%s%d\",\"agent\":\"generator\",\"platform\":\"linux\"}",
      host->epoch, wall(), host->epoch, plan.interval, plan.stream, plan.name, number);
  snprintf(topic, sizeof topic, "%s%d/presence", plan.up, number);
  at = putPublish(at, 0x33, topic, payload, length);
  snprintf(topic, sizeof topic, "%s%d/layout", plan.up, number);
  at = putPublish(at, 0x32, topic, plan.layout, (int)strlen(plan.layout));
  put(index, packet, (int)(at - packet));
}

static void hear(int index) {
  static unsigned char heard[MOST_BYTES];
  Host *host = &hosts[index];
  ssize_t length = read(host->fd, heard, sizeof heard);
  if (length < 0 && errno == EAGAIN) return;
  if (length <= 0) return lose(host);
  counts.heardBytes += length;
  if (host->open) return;
  if (length < 4 || heard[0] != 0x20 || heard[3] != 0) return lose(host);
  greet(index);
}

/* --- readings --- */

/* As the agent does: in full first, then what has changed. */
static long long sendReading(int index, int breaching) {
  static char payload[MOST_BYTES], packet[MOST_BYTES];
  char topic[256];
  Host *host = &hosts[index];
  long long now = wall();
  int variant = (int)((host->seq + index) % VARIANTS);
  long long seq = ++host->seq;
  int length =
      host->based && !breaching
          ? snprintf(payload, sizeof payload, "[%lld,%lld,1,%lld,0,[%s]]", host->epoch, seq, now - host->last,
                     plan.changes[variant])
          : snprintf(payload, sizeof payload,
                     "{\"sent\":%lld,\"epoch\":%lld,\"seq\":%lld,\"after\":%lld,\"layout\":\"%s\",\"time\":%lld,\"values\":[%s]}",
                     now, host->epoch, seq, seq - 1, plan.layoutId, now, breaching ? plan.breaching : plan.full[variant]);
  snprintf(topic, sizeof topic, "%s%d/reading", plan.up, plan.first + index);
  put(index, packet, (int)(putPublish(packet, 0x30, topic, payload, length) - packet));
  host->last = now;
  host->based = !breaching;
  counts.sent++;
  return now;
}

static void report(void) {
  printf("{\"at\":%lld,\"connected\":%ld,\"sent\":%ld,\"skipped\":%ld,\"heardBytes\":%ld,\"lost\":%ld}\n", wall(),
         counts.connected, counts.sent, counts.skipped, counts.heardBytes, counts.lost);
}

int main(int argc, char **argv) {
  if (argc != 2) return 2;
  readPlan(argv[1]);
  hosts = calloc(plan.hosts, sizeof *hosts);
  ep = epoll_create1(0);
  if (hosts == NULL || ep < 0) fail("start");
  static struct epoll_event events[EVENTS];
  long next = 0;
  int opened = 0, breached = 0;
  double reportAt = 0;
  setvbuf(stdout, NULL, _IOLBF, 0);
  for (;;) {
    double elapsed = elapsedMs();
    for (int count = EVENTS; count == EVENTS;) {
      count = epoll_wait(ep, events, EVENTS, 0);
      for (int i = 0; i < count; i++) {
        int index = (int)events[i].data.u32;
        if (events[i].events & EPOLLOUT && hosts[index].fd >= 0 && hosts[index].rest != NULL) putRest(index);
        if (events[i].events & (EPOLLIN | EPOLLHUP | EPOLLERR) && hosts[index].fd >= 0) hear(index);
      }
    }
    while (opened < plan.hosts && opened < elapsed / 1e3 * plan.perSecond) openHost(opened++);
    /* Each host breaches once; before its reading of the same millisecond, or it would not be newer than that one. */
    for (; breached < plan.hosts && elapsed - plan.breachAfter > breached * plan.breachEvery; breached++) {
      int index = (int)((long long)breached * BREACH_STRIDE % plan.hosts);
      if (!hosts[index].open || hosts[index].rest != NULL) continue;
      long long at = sendReading(index, 1);
      printf("{\"breach\":\"%s%d\",\"at\":%lld}\n", plan.name, plan.first + index, at);
    }
    /* Each host has its place in the interval. */
    long due = (long)(elapsed / plan.interval * plan.hosts);
    for (; next < due; next++) {
      int index = (int)(next % plan.hosts);
      if (!hosts[index].open) continue;
      /* A socket that is full takes no more readings: what it holds must go first. */
      if (hosts[index].rest != NULL) counts.skipped++;
      else sendReading(index, 0);
    }
    if (elapsed >= reportAt) {
      report();
      reportAt += 1000;
    }
    double left = SLICE_MS - (elapsedMs() - elapsed);
    if (left > 0) usleep((useconds_t)(left * 1000));
  }
}

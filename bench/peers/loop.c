// loop HOPS BATCH SIZE: a bound, not a stack. Prints router hops a CPU-second for each line it reads, until there are none.
//
// The least a forwarding hop can do, in C: count, compare the destination MAC, check type, version, length and header
// checksum, is it for us, TTL, one hash slot for the route, decrement with incremental checksum, write the new MACs, put
// it on the other end's queue. No routing table, no neighbors, no filters, no timers, one flow, everything in cache.
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { CELLS = 4096, CELL = 2048, HEADROOM = 128, RING = 1024, SLOTS = 256 };
#define AT16(p) (*(uint16_t *)(p))
#define AT32(p) (*(uint32_t *)(p))

typedef struct { uint32_t off, len; } Frame;
typedef struct Node Node;
typedef struct Port {
  Node *node;
  struct Port *peer;
  uint32_t mac_lo;
  uint16_t mac_hi;
  uint64_t ipackets, ibytes, opackets, obytes;
  Frame *ring[RING];
  int count, scheduled;
} Port;
typedef struct { uint32_t dst; Port *out; uint32_t mac_lo; uint16_t mac_hi; } Route;
struct Node { uint32_t addr; uint64_t dropped, delivered; Route route[SLOTS]; };

static uint8_t *memory;
static Frame frames[CELLS], *spare[CELLS];
static Port *due[4096], *now_due[4096];
static int spares, dues;

static void give(Frame *f) { spare[spares++] = f; }

static uint32_t sum20(const uint8_t *p) {
  uint32_t s = 0;
  for (int i = 0; i < 20; i += 2) s += AT16(p + i);
  s = (s & 0xffff) + (s >> 16);
  return (s & 0xffff) + (s >> 16);
}

static unsigned slot_of(uint32_t ip) { return (ip * 0x9e3779b9u) >> 24; }

static void send_frame(Port *port, Frame *f) {
  Port *to = port->peer;
  port->opackets++;
  port->obytes += f->len;
  if (to->count == RING) { give(f); return; }
  to->ring[to->count++] = f;
  if (!to->scheduled) { to->scheduled = 1; due[dues++] = to; }
}

static void drop(Node *node, Frame *f) { node->dropped++; give(f); }

static void receive(Port *port, Frame *f) {
  Node *node = port->node;
  uint8_t *e = memory + f->off, *ip = e + 14;
  port->ipackets++;
  port->ibytes += f->len;
  if (AT32(e) != port->mac_lo || AT16(e + 4) != port->mac_hi || AT16(e + 12) != 8) { drop(node, f); return; }
  if (ip[0] != 0x45 || (uint32_t)(ip[2] << 8 | ip[3]) > f->len - 14 || sum20(ip) != 0xffff) { drop(node, f); return; }
  uint32_t dst = AT32(ip + 16);
  if (dst == node->addr) { node->delivered++; give(f); return; }
  Route *r = &node->route[slot_of(dst)];
  if (r->dst != dst || ip[8] <= 1) { drop(node, f); return; }
  ip[8]--;
  uint32_t s = AT16(ip + 10) + 1u;
  AT16(ip + 10) = s + (s >> 16);
  AT32(e) = r->mac_lo;
  AT16(e + 4) = r->mac_hi;
  AT32(e + 6) = r->out->mac_lo;
  AT16(e + 10) = r->out->mac_hi;
  send_frame(r->out, f);
}

static void source(Port *port, uint32_t dst, int size) {
  Frame *f = spare[--spares];
  uint8_t *e = memory + f->off, *ip = e + 14;
  f->len = size;
  AT32(e) = port->peer->mac_lo;
  AT16(e + 4) = port->peer->mac_hi;
  AT32(e + 6) = port->mac_lo;
  AT16(e + 10) = port->mac_hi;
  AT16(e + 12) = 8;
  memset(ip, 0, 20);
  ip[0] = 0x45;
  ip[2] = (size - 14) >> 8;
  ip[3] = size - 14;
  ip[8] = 255;
  ip[9] = 17;
  AT32(ip + 12) = 0x0100000a;
  AT32(ip + 16) = dst;
  AT16(ip + 10) = ~sum20(ip);
  send_frame(port, f);
}

static void run_queues(void) {
  while (dues > 0) {
    int n = dues;
    memcpy(now_due, due, n * sizeof *due);
    dues = 0;
    for (int i = 0; i < n; i++) {
      Port *p = now_due[i];
      int count = p->count;
      p->count = p->scheduled = 0;
      for (int j = 0; j < count; j++) receive(p, p->ring[j]);
    }
  }
}

static double cpu(void) {
  struct timespec t;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
  return t.tv_sec + t.tv_nsec / 1e9;
}

int main(int argc, char **argv) {
  if (argc != 4) { fprintf(stderr, "usage: loop HOPS BATCH SIZE\n"); return 2; }
  int hops = atoi(argv[1]), batch = atoi(argv[2]), size = atoi(argv[3]);
  memory = aligned_alloc(4096, (size_t)CELLS * CELL);
  memset(memory, 0, (size_t)CELLS * CELL);
  for (int i = CELLS - 1; i >= 0; i--) { frames[i].off = i * CELL + HEADROOM; give(&frames[i]); }
  Node *nodes = calloc(hops + 2, sizeof *nodes);
  Port *ports = calloc(2 * (hops + 1), sizeof *ports);
  uint32_t dst = 10 | (uint32_t)hops << 16 | 2u << 24;
  for (int i = 0; i <= hops; i++) {
    Port *a = ports + 2 * i, *b = a + 1;
    *a = (Port){ .node = nodes + i, .peer = b, .mac_lo = 2, .mac_hi = 2 * i + 1 };
    *b = (Port){ .node = nodes + i + 1, .peer = a, .mac_lo = 2, .mac_hi = 2 * i + 2 };
    nodes[i].route[slot_of(dst)] = (Route){ .dst = dst, .out = a, .mac_lo = b->mac_lo, .mac_hi = b->mac_hi };
  }
  Node *last = nodes + hops + 1;
  last->addr = dst;
  char line[64];
  long packets = 200000 / hops / batch * batch + batch;
  while (fgets(line, sizeof line, stdin)) {
    double used = 0, wanted = atof(line);
    long sent = 0;
    uint64_t before = last->delivered;
    while (used < wanted) {
      double t0 = cpu();
      for (long n = 0; n < packets; n += batch) {
        for (int j = 0; j < batch; j++) source(ports, dst, size);
        run_queues();
      }
      used += cpu() - t0;
      sent += packets;
    }
    if (last->delivered - before != (uint64_t)sent) { fprintf(stderr, "lost packets\n"); return 1; }
    printf("%.0f\n", sent * (double)hops / used);
    fflush(stdout);
  }
}

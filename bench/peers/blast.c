// blast ADDRESS SECONDS PAYLOAD [NETWORKS]: sends UDP datagrams to port 9 of ADDRESS as fast as sendmmsg(2) takes them; with
// NETWORKS to random addresses of the first so many networks of ../fib/networks.ts, or of 1 all to one address.
// Prints "CPU_SECONDS SENT". Without RPS a veth's packets are carried to the end of the chain in the sender's own system
// call, so this process's CPU clock has the whole path in it, and nothing of what else the machine is doing.
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>

enum { BATCH = 64, DRAWN = 1 << 17 };

static struct sockaddr_in drawn[DRAWN];

/* Before the clock runs. */
static void draw(unsigned networks) {
  srandom(7);
  for (int i = 0; i < DRAWN; i++) {
    unsigned n = random() % networks;
    unsigned host = networks == 1 ? 9 : random() % (1u << (12 - n % 5));
    drawn[i].sin_family = AF_INET;
    drawn[i].sin_port = htons(9);
    drawn[i].sin_addr.s_addr = htonl(0x10000000u + n * 4096u + host);
  }
}

static double clock_of(clockid_t id) {
  struct timespec t;
  clock_gettime(id, &t);
  return t.tv_sec + t.tv_nsec / 1e9;
}

int main(int argc, char **argv) {
  if (argc < 4 || argc > 5) { fprintf(stderr, "usage: blast ADDRESS SECONDS PAYLOAD [NETWORKS]\n"); return 2; }
  int spread = argc == 5;
  static char payload[65536];
  int family = strchr(argv[1], ':') ? AF_INET6 : AF_INET;
  struct sockaddr_in to4 = { .sin_family = AF_INET, .sin_port = htons(9) };
  struct sockaddr_in6 to6 = { .sin6_family = AF_INET6, .sin6_port = htons(9) };
  struct sockaddr *to = family == AF_INET6 ? (struct sockaddr *)&to6 : (struct sockaddr *)&to4;
  void *address = family == AF_INET6 ? (void *)&to6.sin6_addr : (void *)&to4.sin_addr;
  if (inet_pton(family, argv[1], address) != 1) { fprintf(stderr, "blast: no address: %s\n", argv[1]); return 2; }
  struct iovec data = { payload, strtoul(argv[3], NULL, 10) };
  struct mmsghdr batch[BATCH];
  memset(batch, 0, sizeof batch);
  for (int i = 0; i < BATCH; i++) { batch[i].msg_hdr.msg_iov = &data; batch[i].msg_hdr.msg_iovlen = 1; }
  int fd = socket(family, SOCK_DGRAM, 0);
  if (fd < 0 || (!spread && connect(fd, to, family == AF_INET6 ? sizeof to6 : sizeof to4) != 0)) { perror("blast"); return 1; }
  if (spread) draw(strtoul(argv[4], NULL, 10));
  unsigned long sent = 0, next = 0;
  double cpu = clock_of(CLOCK_PROCESS_CPUTIME_ID), end = clock_of(CLOCK_MONOTONIC) + atof(argv[2]);
  while (clock_of(CLOCK_MONOTONIC) < end) {
    for (int i = 0; spread && i < BATCH; i++) {
      batch[i].msg_hdr.msg_name = &drawn[next++ % DRAWN];
      batch[i].msg_hdr.msg_namelen = sizeof drawn[0];
    }
    int n = sendmmsg(fd, batch, BATCH, 0);
    if (n > 0) sent += n;
  }
  printf("%.6f %lu\n", clock_of(CLOCK_PROCESS_CPUTIME_ID) - cpu, sent);
}

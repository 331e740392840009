// SPDX-License-Identifier: GPL-2.0-only
/* A file of our own in the kernel's style, with a place for every operator and one for every reason to leave something out. */
#include <linux/errno.h>
#include <linux/spinlock.h>

#define RING_SIZE 16

struct ring {
	spinlock_t lock;
	unsigned int head;
	unsigned int tail;
	bool closed;
};

static void ring_move(struct ring *ring, unsigned int from, unsigned int to)
{
	ring->head = from;
	ring->tail = to;
}

int ring_take(struct ring *ring, unsigned int first, unsigned int last)
{
	int rc = 0;

	WARN_ON_ONCE(first > last);
	spin_lock(&ring->lock);
	if (ring->closed || !ring->head) {
		rc = -EIO;
		goto out;
	}
	if (last - 1 < ring->head && first >= ring->tail)
		ring_move(ring, first, last);
	else
		rc++;
out:
	spin_unlock(&ring->lock);
	return rc;
}

bool ring_closed(struct ring *ring)
{
	return ring->closed;
}

struct ring *ring_of(struct ring **rings, int n)
{
	struct ring *found;

	if (n > RING_SIZE)
		return NULL;
	list_for_each_entry(found, rings, node) {
		if (found)
			return found;
	}
	return rings[n];
}

#ifdef CONFIG_RING
int ring_size(struct ring *ring)
{
	if (IS_ENABLED(CONFIG_RING_SMALL))
		return 1;
	for_each_ring(ring)
		ring_move(ring, 0, 0); // the rest of the line
	return ring->closed ? -ENOENT : RING_SIZE;
}
#endif

xfs_failblks_t ring_odd(struct ring *ring)
{
	ASSERT(ring);
	return ring->head;
}

/* The yardstick of scripts/bench: counts the calls of a log of strace -f -o by name, and checks nothing.
   usage: names-only FILE */
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { block_size = 256 * 1024, slot_count = 4096, longest_name = 48 };

struct slot {
	size_t length;
	char name[longest_name];
	uint64_t count;
};

static struct slot slots[slot_count];
static char block[block_size];
static uint64_t others;

static int is_digit(char byte)
{
	return byte >= '0' && byte <= '9';
}

static int is_name(char byte)
{
	return (byte >= 'a' && byte <= 'z') || is_digit(byte) || byte == '_';
}

static void count_name(const char *name, size_t length)
{
	uint32_t hash = 0;
	for (size_t i = 0; i < length; i++)
		hash = hash * 31 + (uint8_t)name[i];
	struct slot *slot = &slots[hash % slot_count];
	while (slot->length &&
	       (slot->length != length || memcmp(slot->name, name, length)))
		slot = slot == &slots[slot_count - 1] ? slots : slot + 1;
	if (!slot->length) {
		slot->length = length;
		memcpy(slot->name, name, length);
	}
	slot->count++;
}

/* `4711  23:04:14.171643 read(3, …`: the number and the time are passed over. */
static void read_line(const char *line, const char *end)
{
	const char *start = line;
	while (start < end && (is_digit(*start) || *start == ' ' ||
			       *start == ':' || *start == '.'))
		start++;
	const char *stop = start;
	while (stop < end && is_name(*stop))
		stop++;
	if (stop > start && stop - start <= longest_name && stop < end &&
	    *stop == '(')
		count_name(start, (size_t)(stop - start));
	else
		others++;
}

int main(int argc, char **argv)
{
	int file = argc == 2 ? open(argv[1], O_RDONLY) : -1;
	if (file < 0) {
		fprintf(stderr, "usage: names-only FILE\n");
		return 64;
	}
	size_t kept = 0;
	for (;;) {
		ssize_t count = read(file, block + kept, block_size - kept);
		if (count <= 0)
			break;
		const char *line = block, *limit = block + kept + count, *end;
		while ((end = memchr(line, '\n', (size_t)(limit - line)))) {
			read_line(line, end);
			line = end + 1;
		}
		/* A line longer than a block is none that counts. */
		kept = line == block && limit == block + block_size ?
			       0 :
			       (size_t)(limit - line);
		memmove(block, limit - kept, kept);
	}
	for (struct slot *slot = slots; slot < slots + slot_count; slot++)
		if (slot->length)
			printf("%.*s\t%llu\n", (int)slot->length, slot->name,
			       (unsigned long long)slot->count);
	printf("%llu other lines\n", (unsigned long long)others);
	return 0;
}

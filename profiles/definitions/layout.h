#pragma once

#include <cstdint>

/// The definitions file byte by byte: a header, then tables of plain rows, then a pool of texts. Written by
/// profiles/compiler, mapped and never parsed by the server. Little-endian; every table starts at a multiple of 8.
namespace profiles::layout {

constexpr char magic[8] = {'S', 'E', 'T', 'U', 'D', 'E', 'F', '1'};

struct Text {
  std::uint32_t offset;  ///< into the pool
  std::uint32_t length;
};

struct Table {
  std::uint32_t offset;  ///< from the start of the file
  std::uint32_t count;
};

/// A value set of which every code is known, ordered by URL.
struct ValueSet {
  Text url;
  std::uint32_t first;  ///< of its codes
  std::uint32_t count;
};

/// A code of a value set, ordered by code, then system.
struct Code {
  Text code;
  Text system;
};

/// An invariant, ordered by type.
struct Invariant {
  Text type;             ///< name of the Descriptor it is evaluated in: "Patient.contact"
  Text element;          ///< evaluated on each value of this element; empty: on the struct itself
  Text key;              ///< "pat-1"
  Text human;
  Text expression;       ///< FHIRPath source
  std::uint32_t program; ///< where its compiled form is, from the start of the file
  std::uint32_t program_size;
  std::uint32_t is_error;  ///< 1: error, 0: warning
  std::uint32_t padding;
};

/// A StructureDefinition of the packages, ordered by URL.
struct Structure {
  Text url;
  Text type;
  Text version;
};

struct Header {
  char magic[8];
  std::uint64_t checksum;  ///< of everything behind the header
  Table value_sets, codes, invariants, structures, pool;
};

}  // namespace profiles::layout

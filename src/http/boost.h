#pragma once

// To be included before any header of Boost: Asio and Beast are compiled once, in boost.cpp, so that the few files that
// use them are quick to compile.
#define BOOST_ASIO_SEPARATE_COMPILATION
#define BOOST_ASIO_NO_DEPRECATED
#define BOOST_BEAST_SEPARATE_COMPILATION
